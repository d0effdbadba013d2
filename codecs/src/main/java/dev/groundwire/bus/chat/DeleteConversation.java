package dev.groundwire.bus.chat;

import java.util.UUID;

/** With its messages and answers; one that is being written is cancelled. */
public record DeleteConversation(UUID organizationId, UUID conversationId) {}
