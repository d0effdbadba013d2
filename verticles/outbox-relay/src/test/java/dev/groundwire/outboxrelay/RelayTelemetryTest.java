package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.TraceHeader;
import dev.groundwire.platform.telemetry.Trail;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.RecordedSpans;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a whole relay tells of itself. */
class RelayTelemetryTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final RecordedSpans SPANS = new RecordedSpans();
  private static final Telemetry TELEMETRY =
      Telemetry.observing(SPANS, false, Duration.ofMillis(50));
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String APPENDING = "b7ad6b7169203331";

  private final Database database = POSTGRES.database();
  private final Facts facts = new Facts(database, POSTGRES.newTenant());
  private final LandingInbox inbox = new LandingInbox();
  private @Nullable String inboxRoom;
  private @Nullable String relay;

  private final class InboxRoom extends VerticleBase {
    @Override
    public Future<?> start() {
      return new Bus(vertx).answer(InboxBus.LAND_EVENTS, 64, inbox::land);
    }
  }

  @BeforeAll
  static void watch() {
    TELEMETRY.attachedTo(VERTX.vertx());
  }

  @BeforeEach
  void start() throws Exception {
    facts.execute("DELETE FROM outbox");
    inboxRoom = VERTX.deploy(new InboxRoom());
    relay =
        VERTX.deploy(
            new OutboxRelayVerticle(
                Relays.CONFIG,
                database,
                POSTGRES.login().connectOptions(),
                Optional.empty(),
                Clock.systemUTC(),
                ThreadLocalRandom.current(),
                UUID.randomUUID()));
  }

  @AfterEach
  void stop() throws Exception {
    if (relay != null) {
      VERTX.undeploy(relay);
    }
    if (inboxRoom != null) {
      VERTX.undeploy(inboxRoom);
    }
  }

  private static MeterRegistry meters() {
    return TELEMETRY.meters();
  }

  private static double count(String counter) {
    return meters().get(counter).counter().count();
  }

  private static double gauge(String name) {
    return meters().get(name).gauge().value();
  }

  private void appendInTrace(UUID key) {
    Trail.of(RequestScope.of("request"), TraceHeader.read("00-" + TRACE + "-" + APPENDING + "-01"))
        .within(() -> facts.append(key));
  }

  private static List<SpanData> sent() {
    return SPANS.named("send document.received.v1");
  }

  @Test
  void countsWhatItPublishes() {
    double before = count("outbox.published");
    long batches = meters().get("relay.lag").timer().count();
    facts.append(Stream.generate(UUID::randomUUID).limit(25).toList());
    Eventually.until("published", () -> count("outbox.published") == before + 25);
    assertThat(meters().get("relay.lag").timer().count())
        .as("once a batch of at most ten")
        .isBetween(batches + 3, batches + 25);
    assertThat(meters().get("relay.lag").timer().max(TimeUnit.SECONDS)).isPositive();
    assertThat(gauge("relay.transport.up")).isEqualTo(1);
    assertThat(count("relay.lease.changes")).isGreaterThanOrEqualTo(ShardLeases.SHARDS);
    Eventually.until("nothing left", () -> gauge("outbox.pending") == 0);
    assertThat(gauge("outbox.lag.seconds")).isZero();
  }

  @Test
  void tellsWhatWaitsAndWhatIsNotTaken() {
    double before = count("outbox.publish.failures");
    UUID poor = UUID.randomUUID();
    inbox.refuse(poor);
    facts.append(List.of(poor, poor));
    Eventually.until("waits", () -> gauge("outbox.pending") == 2);
    Eventually.until("for a while", () -> gauge("outbox.lag.seconds") > 0);
    Eventually.until("not taken", () -> count("outbox.publish.failures") >= before + 2);
    inbox.acceptAll();
    Eventually.until("nothing left", () -> gauge("outbox.pending") == 0);
  }

  @Test
  void aFactIsPublishedInTheTraceItWasAppendedIn() {
    UUID key = UUID.randomUUID();
    int before = sent().size();
    appendInTrace(key);
    Eventually.until("published", () -> sent().size() == before + 1);
    SpanData span = sent().getLast();
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(APPENDING);
    assertThat(span.getLinks())
        .singleElement()
        .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(APPENDING));
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("groundwire.request_id")))
        .isEqualTo("request");
    assertThat(inbox.last(key).flatMap(EventEnvelope::traceparent))
        .as("the fact's own, not that of its publishing")
        .contains("00-" + TRACE + "-" + APPENDING + "-01");
  }

  @Test
  void aFactOfNoTraceGetsNoSpan() {
    int before = sent().size();
    UUID key = UUID.randomUUID();
    facts.append(key);
    Eventually.until("arrived", () -> inbox.of(key).size() == 1);
    Eventually.until("marked", () -> facts.unpublished() == 0);
    assertThat(sent()).hasSize(before);
  }
}
