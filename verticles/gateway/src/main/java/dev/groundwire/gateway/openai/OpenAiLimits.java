package dev.groundwire.gateway.openai;

import java.time.Duration;

/**
 * @param deadline for what a room is asked
 * @param answerTimeout for clients that wait for a whole completion
 * @param startWithin how long a completion may wait for its turn
 */
public record OpenAiLimits(Duration deadline, Duration answerTimeout, Duration startWithin) {}
