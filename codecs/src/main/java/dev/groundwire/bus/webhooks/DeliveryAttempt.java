package dev.groundwire.bus.webhooks;

import java.time.Instant;
import java.util.Optional;

/**
 * One request to a subscriber.
 *
 * @param status what it answered; empty when there was no answer
 * @param error why it does not count as delivered
 */
public record DeliveryAttempt(
    int number, Instant at, long millis, Optional<Integer> status, Optional<String> error) {}
