package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class VertxMetersTest {
  /** It warns of a gauge that is there already, and goes on with the first one. */
  @Test
  void registersNothingTwiceHoweverManyClientsThereAre() {
    Logger registry = (Logger) LoggerFactory.getLogger(MeterRegistry.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    registry.addAppender(lines);
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(VertxMeters.options()))
            .withMetrics(new VertxMeters.Factory(new SimpleMeterRegistry()))
            .build();
    try {
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(request -> request.response().end())
              .listen(0, "127.0.0.1")
              .await();
      for (int i = 0; i < 3; i++) {
        HttpClient client = vertx.createHttpClient();
        client
            .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
            .compose(HttpClientRequest::send)
            .await();
      }
    } finally {
      vertx.close().await();
      registry.detachAppender(lines);
    }
    assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
  }
}
