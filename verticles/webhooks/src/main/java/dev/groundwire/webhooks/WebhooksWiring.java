package dev.groundwire.webhooks;

import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the room needs of others, and how its parts are put together.
 *
 * @param folder where the key of sealed secrets is kept when none is configured
 */
public record WebhooksWiring(
    Path folder,
    Database database,
    Outbox outbox,
    Clock clock,
    Supplier<UUID> ids,
    SecureRandom random,
    Function<Vertx, NameLookup> names) {

  /** With the resolver of the system. */
  public WebhooksWiring(
      Path folder,
      Database database,
      Outbox outbox,
      Clock clock,
      Supplier<UUID> ids,
      SecureRandom random) {
    this(folder, database, outbox, clock, ids, random, SystemNames::new);
  }

  record Parts(
      FanOut fanOut,
      Webhooks webhooks,
      Deliveries deliveries,
      Dispatcher dispatcher,
      WebhookMeters meters,
      PinnedClient client,
      NameLookup names) {
    Future<Void> close() {
      names.close();
      return client.close();
    }
  }

  Parts parts(Vertx vertx, WebhooksConfig config, Runnable due) {
    SecretBox box = new SecretBox(SecretKeys.load(config.secretKey(), folder, random), random);
    NameLookup lookup = names.apply(vertx);
    EndpointGuard guard =
        new EndpointGuard(
            new AddressPolicy(config.allowPrivate()), lookup, config.connectTimeout());
    PinnedClient client = new PinnedClient(vertx, config);
    WebhookMeters meters = new WebhookMeters(vertx);
    BacklogRepository backlog = new BacklogRepository();
    meters.measure(() -> database.asSystem(backlog::now));
    Settlement settlement =
        new Settlement(config, database, outbox, new RetrySchedule(config, random), meters);
    return new Parts(
        new FanOut(database, config.waitingBound(), ids, due),
        new Webhooks(config, database, guard, box, random, ids, due),
        new Deliveries(database, clock, ids, due),
        new Dispatcher(config, database, guard, client, box, settlement, meters, clock, ids),
        meters,
        client,
        lookup);
  }
}
