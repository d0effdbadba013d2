/**
 * Programs of other people that tests run: where they come from, and that they end with the test.
 */
@NullMarked
package dev.groundwire.testing.program;

import org.jspecify.annotations.NullMarked;
