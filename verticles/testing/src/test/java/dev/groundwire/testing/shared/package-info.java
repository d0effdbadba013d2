/** What every shared state keeps to, on a real Redis too. */
@NullMarked
package dev.groundwire.testing.shared;

import org.jspecify.annotations.NullMarked;
