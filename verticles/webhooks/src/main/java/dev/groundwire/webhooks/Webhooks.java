package dev.groundwire.webhooks;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.event.EventType;
import dev.groundwire.bus.event.EventTypes;
import dev.groundwire.bus.webhooks.ChangeWebhook;
import dev.groundwire.bus.webhooks.CreateWebhook;
import dev.groundwire.bus.webhooks.DeleteWebhook;
import dev.groundwire.bus.webhooks.FindWebhook;
import dev.groundwire.bus.webhooks.ListWebhooks;
import dev.groundwire.bus.webhooks.RotateSecret;
import dev.groundwire.bus.webhooks.WebhookState;
import dev.groundwire.bus.webhooks.WebhookView;
import dev.groundwire.bus.webhooks.WebhookWithSecret;
import dev.groundwire.bus.webhooks.WebhooksListed;
import dev.groundwire.platform.paging.ListPart;
import dev.groundwire.platform.postgres.Database;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What owners do with their webhooks. */
final class Webhooks {
  private static final String EVERY_TYPE = "*";
  private static final int LONGEST_DESCRIPTION = 500;
  private static final TreeSet<String> TYPES =
      EventTypes.ALL.stream().map(EventType::name).collect(Collectors.toCollection(TreeSet::new));

  private final WebhooksConfig config;
  private final Database database;
  private final EndpointGuard guard;
  private final SecretBox box;
  private final SecureRandom random;
  private final Supplier<UUID> ids;
  private final Runnable due;
  private final WebhookRepository webhooks = new WebhookRepository();
  private final DispatchRepository deliveries = new DispatchRepository();

  /**
   * @param due called when there may be something to send
   */
  Webhooks(
      WebhooksConfig config,
      Database database,
      EndpointGuard guard,
      SecretBox box,
      SecureRandom random,
      Supplier<UUID> ids,
      Runnable due) {
    this.config = config;
    this.database = database;
    this.guard = guard;
    this.box = box;
    this.random = random;
    this.ids = ids;
    this.due = due;
  }

  WebhookWithSecret create(CreateWebhook asked) {
    checkTypes(asked.eventTypes());
    checkDescription(asked.description());
    guard.check(asked.url());
    UUID id = ids.get();
    String secret = Signing.newSecret(random);
    byte[] sealed = box.seal(secret, id);
    return database.inTenant(
        asked.organizationId(),
        tx -> {
          if (webhooks.count(tx) >= config.perOrganization()) {
            throw Refusals.conflict(
                "There are "
                    + config.perOrganization()
                    + " webhooks already (webhooks.per_organization); delete one first.");
          }
          webhooks.add(tx, id, asked, sealed);
          return new WebhookWithSecret(
              webhooks.find(tx, id).orElseThrow(), secret, Optional.empty());
        });
  }

  WebhooksListed list(ListWebhooks asked) {
    ListPart<WebhookView> part =
        ListPart.read(
            asked.page(),
            WebhookView::id,
            (limit, before) ->
                database.inTenant(asked.organizationId(), tx -> webhooks.list(tx, limit, before)));
    return new WebhooksListed(part.items(), part.nextCursor());
  }

  WebhookView find(FindWebhook asked) {
    return database.inTenant(
        asked.organizationId(),
        tx -> webhooks.find(tx, asked.id()).orElseThrow(() -> Refusals.noWebhook(asked.id())));
  }

  WebhookView change(ChangeWebhook asked) {
    asked.eventTypes().ifPresent(Webhooks::checkTypes);
    asked.description().ifPresent(Webhooks::checkDescription);
    if (asked.state().filter(state -> state == WebhookState.DISABLED).isPresent()) {
      throw Refusals.invalid("state is not active or paused.");
    }
    // Looked for first: whether an address is allowed is nothing to tell about another's webhook.
    find(new FindWebhook(asked.organizationId(), asked.id()));
    asked.url().ifPresent(guard::check);
    WebhookView changed =
        database.inTenant(
            asked.organizationId(),
            tx -> {
              if (!webhooks.lock(tx, asked.id())) {
                throw Refusals.noWebhook(asked.id());
              }
              webhooks.change(tx, asked);
              if (asked.state().filter(state -> state == WebhookState.ACTIVE).isPresent()) {
                deliveries.allDue(tx, asked.id());
              }
              return webhooks.find(tx, asked.id()).orElseThrow();
            });
    due.run();
    return changed;
  }

  Done delete(DeleteWebhook asked) {
    return database.inTenant(
        asked.organizationId(),
        tx -> {
          if (!webhooks.delete(tx, asked.id())) {
            throw Refusals.noWebhook(asked.id());
          }
          return new Done();
        });
  }

  WebhookWithSecret rotate(RotateSecret asked) {
    String secret = Signing.newSecret(random);
    byte[] sealed = box.seal(secret, asked.id());
    return database.inTenant(
        asked.organizationId(),
        tx -> {
          Instant until =
              webhooks
                  .rotate(tx, asked.id(), sealed, config.rotationOverlap())
                  .orElseThrow(() -> Refusals.noWebhook(asked.id()));
          return new WebhookWithSecret(
              webhooks.find(tx, asked.id()).orElseThrow(), secret, Optional.of(until));
        });
  }

  private static void checkTypes(List<String> types) {
    if (types.equals(List.of(EVERY_TYPE))) {
      return;
    }
    if (types.isEmpty() || !TYPES.containsAll(types)) {
      throw Refusals.invalid(
          "eventTypes is neither [\"*\"] nor a list of these: " + String.join(", ", TYPES) + ".");
    }
    if (new HashSet<>(types).size() < types.size()) {
      throw Refusals.invalid("eventTypes names a type twice.");
    }
  }

  private static void checkDescription(String description) {
    if (description.length() > LONGEST_DESCRIPTION) {
      throw Refusals.invalid("description is longer than " + LONGEST_DESCRIPTION + " characters.");
    }
  }
}
