/** The one connection of a process to NATS. */
@NullMarked
package dev.groundwire.platform.nats;

import org.jspecify.annotations.NullMarked;
