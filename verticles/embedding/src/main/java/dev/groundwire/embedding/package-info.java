/** Turns texts into vectors, by a model inside this process or by one behind an endpoint. */
@NullMarked
package dev.groundwire.embedding;

import org.jspecify.annotations.NullMarked;
