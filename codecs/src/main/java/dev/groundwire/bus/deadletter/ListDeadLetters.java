package dev.groundwire.bus.deadletter;

import dev.groundwire.bus.Page;
import java.util.UUID;

/** Newest first. */
public record ListDeadLetters(UUID organizationId, DeadLetterFilter filter, Page page) {}
