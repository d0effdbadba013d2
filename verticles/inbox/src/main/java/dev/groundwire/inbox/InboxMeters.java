package dev.groundwire.inbox;

import dev.groundwire.bus.event.Subscription;
import dev.groundwire.platform.telemetry.ExternalErrors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the inbox tells of itself. */
final class InboxMeters {
  /** What came of a delivery. */
  enum Outcome {
    DONE,
    RETRIED,
    GIVEN_UP
  }

  /** Those of one handler. */
  private record OfHandler(Map<Outcome, Counter> handled, Timer handling) {}

  private final Map<String, OfHandler> handlers;
  private final Counter duplicates;
  private final Counter natsErrors;

  InboxMeters(MeterRegistry meters, List<Subscription> subscriptions) {
    this.handlers =
        handlers(subscriptions).stream()
            .collect(Collectors.toMap(Function.identity(), name -> ofHandler(meters, name)));
    this.duplicates =
        Counter.builder("inbox.duplicates")
            .description("Events that had landed before")
            .register(meters);
    this.natsErrors = ExternalErrors.counter(meters, "nats", "pull");
  }

  /** Each once. */
  static List<String> handlers(List<Subscription> subscriptions) {
    return subscriptions.stream().map(each -> each.handler().name()).distinct().sorted().toList();
  }

  private static OfHandler ofHandler(MeterRegistry meters, String name) {
    return new OfHandler(
        Stream.of(Outcome.values())
            .collect(Collectors.toMap(Function.identity(), each -> handled(meters, name, each))),
        Timer.builder("inbox.handling")
            .description("Of one delivery")
            .tag("handler", name)
            .serviceLevelObjectives(
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10))
            .register(meters));
  }

  private static Counter handled(MeterRegistry meters, String handler, Outcome outcome) {
    return Counter.builder("inbox.handled")
        .description("Deliveries that ended, by what came of them")
        .tags("handler", handler, "outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  void ended(String handler, Outcome outcome) {
    Objects.requireNonNull(of(handler).handled().get(outcome), "each outcome").increment();
  }

  Settlement timed(String handler, Supplier<Settlement> handling) {
    Timer.Sample began = Timer.start();
    try {
      return handling.get();
    } finally {
      began.stop(of(handler).handling());
    }
  }

  /** Only those are leased that somebody has subscribed. */
  private OfHandler of(String handler) {
    return Objects.requireNonNull(handlers.get(handler), handler);
  }

  void landedBefore(int events) {
    duplicates.increment(events);
  }

  void natsFailed() {
    natsErrors.increment();
  }
}
