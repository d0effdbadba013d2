package dev.groundwire.deadletter;

import dev.groundwire.bus.deadletter.DeadLettersDescribed;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.platform.telemetry.Measurement;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/** What the room tells of itself. */
final class DeadLetterMeters implements AutoCloseable {
  private final MeterRegistry meters;
  private final Counter givenUpByBroker;
  private final Measurement measurement;

  /**
   * @param subscriptions whose handlers are told also before they have buried anything
   */
  DeadLetterMeters(Vertx vertx, List<Subscription> subscriptions) {
    this.meters = Telemetry.of(vertx).meters();
    subscriptions.forEach(each -> buriedBy(each.handler().name()));
    this.givenUpByBroker =
        Counter.builder("broker.max.deliveries")
            .description("Messages that NATS itself gave up")
            .register(meters);
    this.measurement = new Measurement(vertx, "dead letters");
  }

  private Counter buriedBy(String handler) {
    return Counter.builder("dead.letters.buried")
        .description("Events that a handler could not handle")
        .tag("handler", handler)
        .register(meters);
  }

  void buried(String handler) {
    buriedBy(handler).increment(); // rare enough to be looked for each time
  }

  void brokerGaveUp() {
    givenUpByBroker.increment();
  }

  /** How many there are, asked every so often. */
  void measure(Supplier<DeadLettersDescribed> described) {
    Measurement.Figure retrying = inState("retrying");
    Measurement.Figure parked = inState("parked");
    Measurement.Figure replaying = inState("replaying");
    measurement.begin(() -> {
      DeadLettersDescribed now = described.get();
      retrying.set(now.retrying());
      parked.set(now.parked());
      replaying.set(now.replaying());
    });
  }

  private Measurement.Figure inState(String state) {
    return measurement.figure("dead.letters", "Dead letters that are not ended", "state", state);
  }

  @Override
  public void close() {
    measurement.close();
  }
}
