package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.RecordedSpans;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.webhooks.Subscriber.Received;
import dev.groundwire.webhooks.WebhooksRoom.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the room tells of its deliveries, and with them. */
@Timeout(120)
class WebhookTelemetryTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private static final RecordedSpans SPANS = new RecordedSpans();
  private static final Telemetry TELEMETRY =
      Telemetry.observing(SPANS, false, Duration.ofMillis(50));
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private WebhooksRoom room;
  private Subscriber subscriber;
  private Tenant tenant;
  private String deployment;

  @BeforeAll
  static void watch() {
    TELEMETRY.attachedTo(VERTX.vertx());
  }

  @BeforeEach
  void open() throws TimeoutException {
    room = new WebhooksRoom(VERTX, POSTGRES.database(), folder);
    deployment =
        room.open(Settings.patient().delays(List.of(Duration.ofMillis(20))).breaker(2, later()));
    subscriber = Subscriber.open(VERTX.vertx());
    tenant = POSTGRES.newTenant();
  }

  private static Duration later() {
    return Duration.ofHours(1);
  }

  @AfterEach
  void close() throws TimeoutException {
    VERTX.undeploy(deployment);
    subscriber.close();
  }

  private static MeterRegistry meters() {
    return TELEMETRY.meters();
  }

  private static double tries(String outcome) {
    return meters().get("webhook.deliveries").tag("outcome", outcome).counter().count();
  }

  private static double errors() {
    return meters()
        .get("external.request.errors")
        .tags("service", "webhook", "operation", "deliver")
        .counter()
        .count();
  }

  private static double gauge(String name) {
    return meters().get(name).gauge().value();
  }

  private static List<SpanData> spans() {
    return SPANS.named("deliver webhook");
  }

  @Test
  void aDeliveryCarriesTheRequestAndTheTraceOfItsFact() throws TimeoutException {
    double before = tries("delivered");
    int told = spans().size();
    room.create(tenant, subscriber.url(), "*");
    room.fanOut(room.event(tenant, "a", 1));
    WebhooksRoom.await(() -> tries("delivered") == before + 1);
    Received received = subscriber.received.getFirst();
    SpanData span = spans().get(told);
    assertThat(received.header("x-request-id")).isEqualTo("request-of-a");
    assertThat(received.header("traceparent"))
        .as("the try's own place in the fact's trace")
        .isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo(200);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("groundwire.request_id")))
        .isEqualTo("request-of-a");
    assertThat(span.getAttributes().asMap().values())
        .as("no part of the URL")
        .noneMatch(value -> value.toString().contains("hooks"));
  }

  @Test
  void countsTriesByWhatCameOfThem() throws TimeoutException {
    double delivered = tries("delivered");
    double retried = tries("retried");
    double failed = tries("failed");
    double errors = errors();
    int told = spans().size();
    long timed = meters().get("webhook.delivery").timer().count();
    room.create(tenant, subscriber.url(), "*");
    room.fanOut(room.event(tenant, "a", 1));
    WebhooksRoom.await(() -> tries("delivered") == delivered + 1);
    subscriber.answer = asked -> 503;
    room.fanOut(room.event(tenant, "b", 1));
    WebhooksRoom.await(() -> tries("failed") == failed + 1);
    assertThat(tries("retried")).isEqualTo(retried + 1);
    assertThat(errors()).isEqualTo(errors + 2);
    assertThat(meters().get("webhook.delivery").timer().count()).isEqualTo(timed + 3);
    SpanData refused = spans().get(told + 1);
    assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(refused.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("503");
  }

  @Test
  void tellsWhatWaitsAndWhoIsAway() throws TimeoutException {
    WebhooksRoom.await(() -> gauge("webhooks.disabled") >= 0);
    double away = gauge("webhook.breakers.open");
    double disabled = gauge("webhooks.disabled");
    subscriber.answer = asked -> 503;
    room.create(tenant, subscriber.url(), "*");
    room.fanOut(room.event(tenant, "a", 1));
    WebhooksRoom.await(() -> gauge("webhook.breakers.open") == away + 1);
    room.fanOut(room.event(tenant, "a", 2));
    WebhooksRoom.await(() -> gauge("webhook.waiting") >= 1);
    WebhooksRoom.await(() -> gauge("webhook.oldest.seconds") > 0);
    Subscriber gone = Subscriber.open(VERTX.vertx());
    gone.answer = asked -> 410;
    Tenant other = POSTGRES.newTenant();
    room.create(other, gone.url(), "*");
    room.fanOut(room.event(other, "a", 1));
    WebhooksRoom.await(() -> gauge("webhooks.disabled") == disabled + 1);
    gone.close();
  }
}
