package dev.groundwire.bus.webhooks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is empty stays as it is.
 *
 * @param state active or paused; making it active also ends a row of failures
 */
public record ChangeWebhook(
    UUID organizationId,
    UUID id,
    Optional<String> url,
    Optional<String> description,
    Optional<List<String>> eventTypes,
    Optional<WebhookState> state) {}
