package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the door counts, by few words whatever is asked. */
class DoorMetricsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String LIST = "/api/v1/workspaces/{ws}/documents";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private static MeterRegistry meters() {
    return Telemetry.of(VERTX.vertx()).meters();
  }

  private static double requests(String method, String path, int status) {
    Counter counter =
        meters()
            .find("groundwire.http.requests")
            .tags("method", method, "path", path, "status", "" + status)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private static double errors(String type) {
    Counter counter = meters().find("groundwire.http.errors").tag("type", type).counter();
    return counter == null ? 0 : counter.count();
  }

  /** The client may have its answer a moment before the server has told of it. */
  private static void await(BooleanSupplier condition) throws TimeoutException {
    Promise<Void> holds = Promise.promise();
    long timer =
        VERTX
            .vertx()
            .setPeriodic(
                5,
                ignored -> {
                  if (condition.getAsBoolean()) {
                    holds.tryComplete();
                  }
                });
    try {
      holds.future().await(20, TimeUnit.SECONDS);
    } finally {
      VERTX.vertx().cancelTimer(timer);
    }
  }

  @Test
  void countsRequestsByTheirTemplateAndWhatTheyTook() throws TimeoutException {
    double before = requests("GET", LIST, 200);
    GATEWAY.client().get("/api/v1/workspaces/default/documents?limit=5");
    await(() -> requests("GET", LIST, 200) == before + 1);
    Timer timer =
        meters()
            .get("groundwire.http.request.duration")
            .tags("method", "GET", "path", LIST)
            .timer();
    assertThat(timer.count()).isPositive();
    assertThat(timer.takeSnapshot().histogramCounts()).isNotEmpty();
    assertThat(meters().get("groundwire.http.response.bytes").counter().count()).isPositive();
  }

  @Test
  void countsRefusalsByTheirCode() throws TimeoutException {
    double missing = errors("not-found");
    double wrongMethods = errors("method-not-allowed");
    double invalid = errors("invalid-request");
    GATEWAY.client().get("/api/v1/workspaces/nowhere/documents");
    GATEWAY.client().method("PATCH", "/api/v1/workspaces/default/documents");
    GATEWAY.client().post("/api/v1/workspaces/default/ask", "{broken");
    await(() -> requests("PATCH", LIST, 405) == 1);
    assertThat(errors("not-found")).isEqualTo(missing + 1);
    assertThat(errors("method-not-allowed")).isEqualTo(wrongMethods + 1);
    assertThat(errors("invalid-request")).isEqualTo(invalid + 1);
  }

  @Test
  void keepsItsLabelsFewWhateverClientsMakeUp() throws TimeoutException, IOException {
    double before = requests("GET", "other", 404);
    double unreadable = requests("other", "other", 400) + requests("GET", "other", 400);
    for (int number = 0; number < 20; number++) {
      GATEWAY.client().get("/made-up/" + UUID.randomUUID());
    }
    GATEWAY
        .client()
        .send(GATEWAY.client().request("/made-up").method("BREW", BodyPublishers.noBody()));
    GATEWAY.raw("NONSENSE\r\n\r\n");
    await(() ->
        requests("GET", "other", 404) == before + 20
            && requests("other", "other", 404) == 1
            && requests("other", "other", 400) + requests("GET", "other", 400) == unreadable + 1);
    assertThat(meters().find("groundwire.http.requests").counters())
        .extracting(counter -> counter.getId().getTag("path"))
        .noneMatch(path -> path.contains("made-up"));
  }

  @Test
  void countsStreamsWhileTheyAreOpenAndLeavesThemOutOfDurations() throws TimeoutException {
    String route = "/api/v1/workspaces/{ws}/documents/events";
    Gauge open = meters().get("groundwire.http.streams").tag("kind", "progress").gauge();
    try (SseClient stream =
        new SseClient(
            GATEWAY.client().stream(
                GATEWAY.client().request("/api/v1/workspaces/default/documents/events").GET()))) {
      await(() -> open.value() == 1);
      assertThat(requests("GET", route, 200)).isZero();
      stream.awaitComments(1);
    }
    await(() -> open.value() == 0 && requests("GET", route, 200) == 1);
    assertThat(
            meters()
                .find("groundwire.http.request.duration")
                .tags("method", "GET", "path", route)
                .timer())
        .isNull();
  }
}
