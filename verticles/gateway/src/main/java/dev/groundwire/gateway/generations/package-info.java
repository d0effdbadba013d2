/** The calls that change the embedding model. */
@NullMarked
package dev.groundwire.gateway.generations;

import org.jspecify.annotations.NullMarked;
