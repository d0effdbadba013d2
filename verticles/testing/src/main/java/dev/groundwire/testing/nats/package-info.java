/** A real NATS server with JetStream for tests: started, stopped, killed, frozen. */
@NullMarked
package dev.groundwire.testing.nats;

import org.jspecify.annotations.NullMarked;
