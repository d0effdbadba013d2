package dev.groundwire.bus.chat;

import java.util.UUID;

public record AnswerStarted(UUID answerId) {}
