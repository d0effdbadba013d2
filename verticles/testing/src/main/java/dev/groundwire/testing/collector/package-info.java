/** A receiver of traces that tests look into. */
@NullMarked
package dev.groundwire.testing.collector;

import org.jspecify.annotations.NullMarked;
