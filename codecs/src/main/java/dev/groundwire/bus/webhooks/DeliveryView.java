package dev.groundwire.bus.webhooks;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One fact for one webhook.
 *
 * @param eventId what subscribers know it by
 * @param key facts of one key are sent in order
 * @param attempts tries so far
 * @param nextAt when it is tried, at the earliest
 * @param lastStatus of the last try; empty when there was no answer
 */
public record DeliveryView(
    UUID id,
    UUID webhookId,
    UUID eventId,
    String type,
    String key,
    long keySeq,
    DeliveryState state,
    int attempts,
    Optional<Instant> nextAt,
    Optional<Integer> lastStatus,
    Optional<String> lastError,
    Instant createdAt,
    Optional<Instant> deliveredAt) {}
