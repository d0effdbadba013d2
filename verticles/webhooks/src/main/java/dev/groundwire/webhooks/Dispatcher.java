package dev.groundwire.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.bus.Deadline;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.TraceHeader;
import dev.groundwire.platform.telemetry.Traced;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up what is due and sends it. */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int LONGEST_ERROR = 500;
  private static final int DEEPEST_CAUSE = 4;
  private static final String AGENT = "Groundwire-Webhooks/1";

  private final WebhooksConfig config;
  private final Database database;
  private final EndpointGuard guard;
  private final PinnedClient client;
  private final SecretBox box;
  private final Settlement settlement;
  private final WebhookMeters meters;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final DispatchRepository deliveries = new DispatchRepository();
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

  Dispatcher(
      WebhooksConfig config,
      Database database,
      EndpointGuard guard,
      PinnedClient client,
      SecretBox box,
      Settlement settlement,
      WebhookMeters meters,
      Clock clock,
      Supplier<UUID> ids) {
    this.config = config;
    this.database = database;
    this.guard = guard;
    this.client = client;
    this.box = box;
    this.settlement = settlement;
    this.meters = meters;
    this.clock = clock;
    this.ids = ids;
  }

  /** As many due ones as there are slots free. */
  List<LeasedDelivery> lease() {
    int free = config.slots() - underWay.size();
    if (free <= 0) {
      return List.of();
    }
    List<LeasedDelivery> leased =
        database.asSystem(
            tx -> deliveries.lease(tx, ids.get(), free, config.perEndpoint(), config.lease()));
    leased.forEach(delivery -> underWay.add(delivery.id()));
    return leased;
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  int prune() {
    return database.asSystem(tx -> deliveries.prune(tx, config.keep()));
  }

  /**
   * Sends one. When its outcome cannot be written down, because the database is away, the lease
   * runs out and it is sent again: subscribers tell by {@code webhook-id}.
   */
  void send(LeasedDelivery delivery) {
    try {
      Outcome outcome =
          Traced.call(
              TrySpan.of(delivery),
              span -> {
                Outcome came = meters.timed(() -> attempt(delivery));
                TrySpan.tell(span, came);
                return came;
              });
      settlement.settle(delivery, outcome);
    } finally {
      underWay.remove(delivery.id());
    }
  }

  private Outcome attempt(LeasedDelivery delivery) {
    Instant at = clock.instant();
    try {
      EndpointGuard.Checked endpoint = guard.check(delivery.url());
      // Beyond the client's own time-out, which has the connection ended.
      int status =
          Deadline.await(
              client.post(endpoint, headers(delivery, at), delivery.body()),
              config.timeout().plus(config.connectTimeout()));
      return new Outcome(at, millisSince(at), Optional.of(status), refusal(status));
    } catch (BusFailure | UnreadableSecretException refused) {
      return failure(at, String.valueOf(refused.getMessage()));
    } catch (TimeoutException late) {
      return failure(at, "no answer within " + config.timeout().toMillis() + " ms");
    } catch (Exception noAnswer) { // what the network throws is checked, and thrown undeclared
      LOG.atDebug().addKeyValue("delivery", delivery.id()).setCause(noAnswer).log("no answer");
      return failure(at, told(noAnswer));
    }
  }

  private Map<String, String> headers(LeasedDelivery delivery, Instant at) {
    List<String> secrets = new ArrayList<>();
    secrets.add(delivery.secret().open(box, delivery.webhookId()));
    delivery
        .previousSecret()
        .ifPresent(before -> secrets.add(before.open(box, delivery.webhookId())));
    Map<String, String> headers =
        new LinkedHashMap<>(Signing.headers(delivery.eventId(), at, delivery.body(), secrets));
    headers.put("content-type", CloudEventBody.MEDIA_TYPE);
    headers.put("user-agent", AGENT);
    headers.put("x-request-id", delivery.correlationId());
    TraceHeader.current()
        .or(delivery::traceparent)
        .ifPresent(trace -> headers.put("traceparent", trace));
    return headers;
  }

  private Outcome failure(Instant at, String error) {
    String storable = error.replace('\0', ' ');
    return new Outcome(
        at,
        millisSince(at),
        Optional.empty(),
        Optional.of(storable.substring(0, Math.min(storable.length(), LONGEST_ERROR))));
  }

  private long millisSince(Instant at) {
    return Math.max(0, clock.millis() - at.toEpochMilli());
  }

  /** With its causes, which say what was wrong with a certificate. */
  private static String told(Exception noAnswer) {
    return Stream.iterate((Throwable) noAnswer, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST_CAUSE)
        .map(cause ->
            Objects.requireNonNullElseGet(
                cause.getMessage(), () -> cause.getClass().getSimpleName()))
        .distinct()
        .collect(Collectors.joining(": "));
  }

  private static Optional<String> refusal(int status) {
    if (status >= 200 && status < 300) {
      return Optional.empty();
    }
    return Optional.of(
        status >= 300 && status < 400
            ? "answered " + status + "; redirects are not followed"
            : "answered " + status);
  }
}
