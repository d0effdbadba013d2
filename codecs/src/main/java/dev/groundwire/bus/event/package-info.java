/** Facts: what happened, as committed to the outbox and delivered at least once. */
@NullMarked
package dev.groundwire.bus.event;

import org.jspecify.annotations.NullMarked;
