package dev.groundwire.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.inbox.LandEvents;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.TraceHeader;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.RecordedSpans;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a whole inbox tells of itself. */
class InboxTelemetryTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final RecordedSpans SPANS = new RecordedSpans();
  private static final Telemetry TELEMETRY =
      Telemetry.observing(SPANS, false, Duration.ofMillis(50));
  private static final String HANDLER = IngestionBus.CHUNK_DOCUMENT.name();
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String APPENDING = "b7ad6b7169203331";

  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();
  private final HandlingRooms rooms = new HandlingRooms();
  private String room = "";
  private String inbox = "";

  @BeforeAll
  static void watch() {
    TELEMETRY.attachedTo(VERTX.vertx());
  }

  @BeforeEach
  void start() throws Exception {
    database.asSystem(tx -> Rows.update(tx, "DELETE FROM event_delivery", Tuple.tuple()));
    room = VERTX.deploy(rooms);
    InboxConfig config =
        new InboxConfig(
            1,
            20,
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Map.of("default", 4),
            1000,
            Duration.ofMinutes(1),
            new PullConfig(
                100, Duration.ofSeconds(3), 1000, Duration.ofSeconds(5), Duration.ofMinutes(5)),
            true);
    inbox =
        VERTX.deploy(
            new InboxVerticle(
                config,
                database,
                Subscription.ALL,
                Optional.empty(),
                Clock.systemUTC(),
                UUID.randomUUID()));
  }

  @AfterEach
  void stop() throws Exception {
    VERTX.undeploy(inbox);
    VERTX.undeploy(room);
  }

  private EventEnvelope event(Optional<String> traceparent) {
    return new EventEnvelope(
        UUID.randomUUID(),
        "document.received.v1",
        tenant.organizationId(),
        tenant.workspaceId(),
        UUID.randomUUID().toString(),
        1,
        "request",
        Optional.empty(),
        traceparent,
        Instant.parse("2026-01-01T00:00:00Z"),
        "{}");
  }

  private static void land(EventEnvelope... events) {
    new Bus(VERTX.vertx())
        .request(InboxBus.LAND_EVENTS, new LandEvents(List.of(events)), Duration.ofSeconds(30))
        .await();
  }

  private static MeterRegistry meters() {
    return TELEMETRY.meters();
  }

  private static double handled(String outcome) {
    return meters()
        .get("inbox.handled")
        .tags("handler", HANDLER, "outcome", outcome)
        .counter()
        .count();
  }

  private static double gauge(String name) {
    return meters().get(name).tag("handler", HANDLER).gauge().value();
  }

  private static void until(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void tellsWhatWaitsForAHandler() {
    Promise<EventHandled> answer = Promise.promise();
    rooms.handler = asked -> answer.future().await();
    until("measured", () -> gauge("inbox.waiting") == 0);
    assertThat(gauge("inbox.oldest.seconds")).isZero();
    land(event(Optional.empty()), event(Optional.empty()));
    until("both wait", () -> gauge("inbox.waiting") == 2);
    assertThat(gauge("inbox.oldest.seconds")).as("since it happened").isGreaterThan(86_400);
    answer.complete(new EventHandled(true));
    until("both are gone", () -> gauge("inbox.waiting") == 0);
  }

  @Test
  void countsWhatCameOfDeliveries() {
    double done = handled("done");
    double retried = handled("retried");
    double givenUp = handled("given_up");
    long timed = meters().get("inbox.handling").tag("handler", HANDLER).timer().count();
    land(event(Optional.empty()));
    until("done", () -> handled("done") == done + 1);
    rooms.handler =
        failing -> {
          throw new BusFailure(FailureCode.INTERNAL, "never");
        };
    land(event(Optional.empty()));
    until("given up", () -> handled("given_up") == givenUp + 1);
    assertThat(handled("retried")).isEqualTo(retried + 1);
    assertThat(meters().get("inbox.handling").tag("handler", HANDLER).timer().count())
        .isEqualTo(timed + 3);
  }

  @Test
  void countsWhatLandsAgain() {
    double before = meters().get("inbox.duplicates").counter().count();
    EventEnvelope event = event(Optional.empty());
    land(event);
    land(event);
    assertThat(meters().get("inbox.duplicates").counter().count()).isEqualTo(before + 1);
  }

  @Test
  void aFactIsHandledInTheTraceItWasAppendedIn() throws Exception {
    BlockingQueue<Optional<String>> traces = new LinkedBlockingQueue<>();
    rooms.handler =
        asked -> {
          traces.add(TraceHeader.current());
          return new EventHandled(true);
        };
    land(event(Optional.of("00-" + TRACE + "-" + APPENDING + "-01")));
    Optional<String> ofHandler = traces.poll(30, TimeUnit.SECONDS);
    assertThat(ofHandler).isNotNull();
    assertThat(ofHandler.orElse("none")).as("the handler works in it").contains(TRACE);
    until("ended", () -> processed().size() == 1);
    SpanData span = processed().getFirst();
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.getLinks())
        .singleElement()
        .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(APPENDING));
  }

  private static List<SpanData> processed() {
    return SPANS.that(span ->
        span.getName().equals("process document.received.v1") && span.getTraceId().equals(TRACE));
  }
}
