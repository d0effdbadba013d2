package dev.groundwire.bus.chat;

import java.util.Optional;
import java.util.UUID;

/**
 * @param owner the node that writes it, which its watchers ask directly; empty of an older node
 */
public record AnswerStarted(UUID answerId, Optional<UUID> owner) {}
