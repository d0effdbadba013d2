package dev.groundwire.bus.chat;

import java.util.UUID;

public record FindAnswer(UUID organizationId, UUID answerId) {}
