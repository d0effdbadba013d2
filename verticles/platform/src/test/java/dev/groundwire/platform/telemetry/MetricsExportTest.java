package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsExportTest {
  private static final Duration SOON = Duration.ofMillis(100);

  private record Export(String path, String key, ExportMetricsServiceRequest content) {
    Optional<Metric> metric(String name) {
      return content.getResourceMetricsList().stream()
          .flatMap(resource -> resource.getScopeMetricsList().stream())
          .flatMap(scope -> scope.getMetricsList().stream())
          .filter(metric -> metric.getName().equals(name))
          .findFirst();
    }

    String resource(String name) {
      return content.getResourceMetrics(0).getResource().getAttributesList().stream()
          .filter(attribute -> attribute.getKey().equals(name))
          .map(KeyValue::getValue)
          .map(value -> value.getStringValue())
          .findFirst()
          .orElse("");
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final List<Export> exports = new CopyOnWriteArrayList<>();
  private final Heard heard = new Heard(MetricsExport.class);
  private HttpServer receiver;
  private volatile int status = 200;

  @BeforeEach
  void receive() throws Exception {
    receiver = vertx.createHttpServer().requestHandler(this::take);
    receiver.listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    heard.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          if (status == 200) {
            exports.add(
                new Export(
                    String.valueOf(request.path()),
                    String.valueOf(request.getHeader("x-key")),
                    read(body.getBytes())));
          }
          request.response().setStatusCode(status).end();
        });
  }

  private static ExportMetricsServiceRequest read(byte[] body) {
    boolean zipped = body.length > 1 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b;
    try (ByteArrayInputStream plain = new ByteArrayInputStream(body)) {
      return ExportMetricsServiceRequest.parseFrom(zipped ? new GZIPInputStream(plain) : plain);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private String endpoint() {
    return "http://127.0.0.1:" + receiver.actualPort();
  }

  private static double errors(Telemetry telemetry) {
    return telemetry
        .meters()
        .get("external.request.errors")
        .tags("service", "collector", "operation", "metrics")
        .counter()
        .count();
  }

  @Test
  void sendsToTheReceiverWhatPrometheusReads() {
    try (Telemetry telemetry =
        Telemetry.start(Settings.exporting(endpoint() + "/", true, SOON), "1.2.3")) {
      telemetry.meters().counter("ask.requests", "outcome", "done").increment(3);
      Patience.until(
          "exported",
          () -> exports.stream().anyMatch(each -> each.metric("ask.requests").isPresent()));
      Export export =
          exports.stream()
              .filter(each -> each.metric("ask.requests").isPresent())
              .findFirst()
              .orElseThrow();
      assertThat(export.path()).isEqualTo("/v1/metrics");
      assertThat(export.key()).isEqualTo("secret");
      assertThat(export.resource("service.name")).isEqualTo("groundwire-test");
      assertThat(export.resource("service.version")).isEqualTo("1.2.3");
      assertThat(
              export.metric("ask.requests").orElseThrow().getSum().getDataPoints(0).getAsDouble())
          .isEqualTo(3);
      assertThat(telemetry.page("").orElseThrow().body())
          .contains("ask_requests_total{outcome=\"done\"} 3.0");
      assertThat(errors(telemetry)).isZero();
    }
  }

  @Test
  void aReceiverThatIsAwayIsCountedAndToldOnce() {
    status = 503;
    try (Telemetry telemetry = Telemetry.start(Settings.exporting(endpoint(), true, SOON), "1")) {
      Patience.until("failed several times", () -> errors(telemetry) >= 3);
      assertThat(heard.messages())
          .containsExactly(
              "metrics are not exported: check OTEL_EXPORTER_OTLP_ENDPOINT and its receiver");
      status = 200;
      Patience.until("exported again", () -> !exports.isEmpty());
    }
    assertThat(heard.messages()).hasSize(2).contains("metrics are exported again");
  }

  @Test
  void aReceiverThatCannotBeReachedIsCountedToo() throws Exception {
    String nobody = endpoint();
    receiver.close().await(20, TimeUnit.SECONDS);
    try (Telemetry telemetry = Telemetry.start(Settings.exporting(nobody, true, SOON), "1")) {
      Patience.until("failed", () -> errors(telemetry) >= 2);
    }
    assertThat(heard.messages()).hasSize(1);
  }
}
