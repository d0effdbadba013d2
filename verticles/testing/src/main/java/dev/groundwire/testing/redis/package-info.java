/** A real Redis for tests. */
@NullMarked
package dev.groundwire.testing.redis;

import org.jspecify.annotations.NullMarked;
