package dev.groundwire.deadletter;

import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.event.EventEnvelope;
import java.util.UUID;

/**
 * A dead letter whose next try has begun.
 *
 * @param event as it could not be handled
 * @param tries begun so far, this one included
 * @param lease names this try: what another one has settled is not settled again
 */
record LeasedLetter(
    UUID id, EventEnvelope event, String handler, DeadLetterState state, int tries, UUID lease) {}
