/** The seam behind which an index of passages stands. */
@NullMarked
package dev.groundwire.retrieval.index;

import org.jspecify.annotations.NullMarked;
