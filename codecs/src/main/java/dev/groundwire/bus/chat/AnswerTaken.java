package dev.groundwire.bus.chat;

import java.util.UUID;

/** Another node goes on with an answer, or has ended it: its watchers open its log there. */
public record AnswerTaken(UUID answerId, UUID owner) {}
