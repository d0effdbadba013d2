package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private final Telemetry telemetry =
      Telemetry.observing(SpanProcessor.composite(), false, Duration.ofMillis(5));
  private final Vertx vertx = telemetry.attachedTo(Vertx.vertx());
  private final MeterRegistry meters = telemetry.meters();
  private final Heard heard = new Heard(Measurement.class);

  @AfterEach
  void close() throws Exception {
    heard.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private Measurement begin(Runnable question, Measurement measurement) {
    ((VertxInternal) vertx)
        .createVirtualThreadContext()
        .runOnContext(ignored -> {
          Measurement _ = measurement.begin(question);
        });
    return measurement;
  }

  private double value() {
    return meters.get("things").gauge().value();
  }

  @Test
  void asksAgainAndAgain() {
    Measurement measurement = new Measurement(vertx, "things");
    Measurement.Figure things = measurement.figure("things", "of a test");
    assertThat(value()).as("before the first answer").isNaN();
    AtomicInteger asked = new AtomicInteger();
    begin(() -> things.set(asked.incrementAndGet()), measurement);
    Patience.until("asked again", () -> value() > 2);
    assertThat(heard.messages()).isEmpty();
  }

  @Test
  void whatCannotBeMeasuredIsNotANumberAndToldOnce() {
    Measurement measurement = new Measurement(vertx, "things");
    Measurement.Figure things = measurement.figure("things", "of a test");
    AtomicInteger asked = new AtomicInteger();
    begin(
        () -> {
          if (asked.incrementAndGet() > 5 && asked.get() < 20) {
            throw new IllegalStateException("away");
          }
          things.set(asked.get());
        },
        measurement);
    Patience.until("no number", () -> Double.isNaN(value()) && asked.get() > 7);
    Patience.until("a number again", () -> value() >= 20);
    assertThat(heard.messages()).containsExactly("not measured");
  }

  @Test
  void anAnswerThatDoesNotComeIsNoAnswer() {
    Measurement measurement = new Measurement(vertx, "things");
    Measurement.Figure things = measurement.figure("things", "of a test");
    Promise<Void> answer = Promise.promise();
    AtomicInteger asked = new AtomicInteger();
    begin(
        () -> {
          things.set(asked.incrementAndGet());
          answer.future().await();
        },
        measurement);
    Patience.until("asked", () -> asked.get() == 1);
    Patience.until("no number", () -> Double.isNaN(value()));
    assertThat(asked).as("not asked twice at a time").hasValue(1);
    answer.complete();
    Patience.until("a number again", () -> value() > 1);
  }

  @Test
  void endsWithItsRoom() {
    Measurement measurement = new Measurement(vertx, "things");
    Measurement.Figure things = measurement.figure("things", "of a test");
    begin(() -> things.set(1), measurement);
    Patience.until("measured", () -> value() == 1);
    measurement.close();
    assertThat(meters.find("things").gauge()).isNull();
  }
}
