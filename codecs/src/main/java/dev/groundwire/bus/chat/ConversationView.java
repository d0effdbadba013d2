package dev.groundwire.bus.chat;

import java.time.Instant;
import java.util.UUID;

public record ConversationView(UUID id, String title, Instant createdAt, Instant updatedAt) {}
