package dev.groundwire.webhooks;

import dev.groundwire.platform.telemetry.ExternalErrors;
import dev.groundwire.platform.telemetry.Measurement;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** What the room tells of itself. */
final class WebhookMeters implements AutoCloseable {
  private final Counter delivered;
  private final Counter retried;
  private final Counter failed;
  private final Counter errors;
  private final Timer tries;
  private final Measurement measurement;

  WebhookMeters(Vertx vertx) {
    MeterRegistry meters = Telemetry.of(vertx).meters();
    this.delivered = ended(meters, "delivered");
    this.retried = ended(meters, "retried");
    this.failed = ended(meters, "failed");
    this.errors = ExternalErrors.counter(meters, "webhook", "deliver");
    this.tries =
        Timer.builder("webhook.delivery")
            .description("Of one try, to the subscriber's answer")
            .serviceLevelObjectives(
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15))
            .register(meters);
    this.measurement = new Measurement(vertx, "webhooks");
  }

  private static Counter ended(MeterRegistry meters, String outcome) {
    return Counter.builder("webhook.deliveries")
        .description("Tries, by what came of them")
        .tag("outcome", outcome)
        .register(meters);
  }

  Outcome timed(Supplier<Outcome> attempt) {
    Timer.Sample began = Timer.start();
    try {
      return attempt.get();
    } finally {
      began.stop(tries);
    }
  }

  /** Written down as delivered. */
  void delivered() {
    delivered.increment();
  }

  /** Written down as failed. */
  void failed(boolean forGood) {
    errors.increment();
    (forGood ? failed : retried).increment();
  }

  /** What waits, asked every so often. */
  void measure(Supplier<BacklogRepository.Backlog> question) {
    Measurement.Figure waiting =
        measurement.figure("webhook.waiting", "Deliveries that wait, at most 10,000");
    Measurement.Figure oldest =
        measurement.figure("webhook.oldest.seconds", "Age of the oldest of them");
    Measurement.Figure open =
        measurement.figure("webhook.breakers.open", "Endpoints that count as away");
    Measurement.Figure disabled =
        measurement.figure("webhooks.disabled", "Webhooks disabled since they failed for long");
    measurement.begin(() -> {
      BacklogRepository.Backlog now = question.get();
      waiting.set(now.waiting());
      oldest.set(now.oldestSeconds());
      open.set(now.breakersOpen());
      disabled.set(now.disabled());
    });
  }

  @Override
  public void close() {
    measurement.close();
  }
}
