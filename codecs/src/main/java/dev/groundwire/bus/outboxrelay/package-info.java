/** What the outbox relay tells of itself. */
@NullMarked
package dev.groundwire.bus.outboxrelay;

import org.jspecify.annotations.NullMarked;
