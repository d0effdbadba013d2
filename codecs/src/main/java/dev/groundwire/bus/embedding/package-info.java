/** What the embedding room answers: texts in, vectors out. */
@NullMarked
package dev.groundwire.bus.embedding;

import org.jspecify.annotations.NullMarked;
