package dev.groundwire.bus.chat;

import java.util.UUID;

/** By organization: the public address of a conversation does not name its workspace. */
public record FindConversation(UUID organizationId, UUID conversationId) {}
