/** A real Prometheus for tests, and promtool. */
@NullMarked
package dev.groundwire.testing.prometheus;

import org.jspecify.annotations.NullMarked;
