/** Fixtures for tests: a real PostgreSQL, a real NATS, a Vert.x with all codecs. */
@NullMarked
package dev.groundwire.testing;

import org.jspecify.annotations.NullMarked;
