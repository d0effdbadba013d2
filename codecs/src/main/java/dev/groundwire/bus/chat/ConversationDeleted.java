package dev.groundwire.bus.chat;

import java.util.UUID;

/** What a node still has of it in memory is to be forgotten. */
public record ConversationDeleted(UUID conversationId) {}
