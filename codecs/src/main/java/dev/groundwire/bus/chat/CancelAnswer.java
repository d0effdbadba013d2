package dev.groundwire.bus.chat;

import java.util.UUID;

/** Harmless for an answer that has ended. */
public record CancelAnswer(UUID organizationId, UUID answerId) {}
