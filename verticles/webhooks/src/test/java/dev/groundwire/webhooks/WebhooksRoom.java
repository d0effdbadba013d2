package dev.groundwire.webhooks;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.webhooks.CreateWebhook;
import dev.groundwire.bus.webhooks.DeliveryView;
import dev.groundwire.bus.webhooks.FindWebhook;
import dev.groundwire.bus.webhooks.ListDeliveries;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.bus.webhooks.WebhookView;
import dev.groundwire.bus.webhooks.WebhookWithSecret;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The room as a test has it. */
final class WebhooksRoom {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final VertxFixture fixture;
  private final Database database;
  private final Path folder;
  private final Supplier<UUID> ids = Identifiers.timeOrdered();

  WebhooksRoom(VertxFixture fixture, Database database, Path folder) {
    this.fixture = fixture;
    this.database = database;
    this.folder = folder;
  }

  /** What differs from test to test. */
  record Settings(
      boolean allowPrivate,
      List<Duration> delays,
      int breakerFailures,
      Duration breakerPause,
      Duration disableAfter,
      int waitingBound,
      @Nullable Path authority) {
    static Settings patient() {
      return new Settings(
          true,
          List.of(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20)),
          1_000,
          Duration.ofMillis(50),
          Duration.ofDays(5),
          1_000,
          null);
    }

    Settings delays(List<Duration> changed) {
      return new Settings(
          allowPrivate,
          changed,
          breakerFailures,
          breakerPause,
          disableAfter,
          waitingBound,
          authority);
    }

    Settings breaker(int failures, Duration pause) {
      return new Settings(
          allowPrivate, delays, failures, pause, disableAfter, waitingBound, authority);
    }

    Settings disableAfter(Duration changed) {
      return new Settings(
          allowPrivate, delays, breakerFailures, breakerPause, changed, waitingBound, authority);
    }

    Settings waitingBound(int changed) {
      return new Settings(
          allowPrivate, delays, breakerFailures, breakerPause, disableAfter, changed, authority);
    }

    Settings guarded() {
      return new Settings(
          false, delays, breakerFailures, breakerPause, disableAfter, waitingBound, authority);
    }

    Settings authority(Path changed) {
      return new Settings(
          allowPrivate, delays, breakerFailures, breakerPause, disableAfter, waitingBound, changed);
    }
  }

  String open(Settings settings) throws TimeoutException {
    return open(settings, SystemNames::new);
  }

  String open(Settings settings, Function<Vertx, NameLookup> names) throws TimeoutException {
    return fixture.deploy(
        new WebhooksVerticle(
            config(settings),
            new WebhooksWiring(
                folder,
                database,
                new Outbox(Clock.systemUTC(), ids),
                Clock.systemUTC(),
                ids,
                new SecureRandom(),
                names)));
  }

  static WebhooksConfig config(Settings settings) {
    return new WebhooksConfig(
        settings.allowPrivate,
        null,
        settings.authority,
        settings.delays,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        1_024,
        4,
        16,
        settings.breakerFailures,
        settings.breakerPause,
        Duration.ofSeconds(1),
        settings.disableAfter,
        Duration.ofHours(1),
        settings.waitingBound,
        3,
        Duration.ofSeconds(10),
        Duration.ofMillis(20),
        Duration.ofDays(1),
        64);
  }

  <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return new Bus(fixture.vertx()).request(at, request, DEADLINE).await();
  }

  WebhookWithSecret create(Tenant tenant, String url, String... types) {
    return ask(
        WebhookBus.CREATE_WEBHOOK,
        new CreateWebhook(tenant.organizationId(), url, "of a test", List.of(types)));
  }

  WebhookView find(Tenant tenant, UUID id) {
    return ask(WebhookBus.FIND_WEBHOOK, new FindWebhook(tenant.organizationId(), id));
  }

  /** Newest first. */
  List<DeliveryView> deliveries(Tenant tenant, UUID webhookId) {
    return ask(
            WebhookBus.LIST_DELIVERIES,
            new ListDeliveries(
                tenant.organizationId(),
                webhookId,
                Optional.empty(),
                new Page(200, Optional.empty())))
        .items();
  }

  EventEnvelope event(Tenant tenant, String key, long keySeq) {
    return new EventEnvelope(
        ids.get(),
        DocumentEvents.INDEXED.name(),
        tenant.organizationId(),
        tenant.workspaceId(),
        key,
        keySeq,
        "request-of-" + key,
        Optional.empty(),
        Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        Instant.parse("2026-01-02T03:04:05Z"),
        "{\"documentId\":\"" + new UUID(7, keySeq) + "\",\"version\":1}");
  }

  EventHandled fanOut(EventEnvelope event) {
    return ask(WebhookBus.FAN_OUT_EVENT, event);
  }

  static void await(BooleanSupplier condition) throws TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("it did not come true");
      }
      Thread.onSpinWait();
    }
  }
}
