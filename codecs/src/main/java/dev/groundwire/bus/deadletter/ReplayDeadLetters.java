package dev.groundwire.bus.deadletter;

import java.util.UUID;

/** Has all that are meant tried again, so many a second. Only those that are no ends are meant. */
public record ReplayDeadLetters(UUID organizationId, DeadLetterFilter filter) {}
