package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.telemetry.RoomGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Of one model of one provider, as they are configured. */
final class TargetMeters {
  private static final Duration[] STEPS = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final Counter done;
  private final Counter failed;
  private final Counter cancelled;
  private final Timer latency;
  private final Counter promptTokens;
  private final Counter completionTokens;
  private final BreakerMeters breaker;

  TargetMeters(String provider, String model, MeterRegistry registry, RoomGauges gauges) {
    Tags tags = Tags.of("provider", provider, "model", model);
    this.done = attempts("done", tags, registry);
    this.failed = attempts("failed", tags, registry);
    this.cancelled = attempts("cancelled", tags, registry);
    this.latency =
        Timer.builder("provider.latency")
            .description("An attempt's begin to its first token")
            .serviceLevelObjectives(STEPS)
            .tags(tags)
            .register(registry);
    this.promptTokens = tokens("prompt", tags, registry);
    this.completionTokens = tokens("completion", tags, registry);
    this.breaker = new BreakerMeters(tags, registry, gauges);
  }

  private static Counter attempts(String outcome, Tags tags, MeterRegistry registry) {
    return Counter.builder("provider.requests")
        .description("Attempts that ended")
        .tags(tags.and("outcome", outcome))
        .register(registry);
  }

  private static Counter tokens(String direction, Tags tags, MeterRegistry registry) {
    return Counter.builder("provider.tokens")
        .description("Tokens as the provider counts them, else estimated")
        .tags(tags.and("direction", direction))
        .register(registry);
  }

  void firstToken(long millis) {
    latency.record(Duration.ofMillis(millis));
  }

  void done() {
    done.increment();
  }

  void failed() {
    failed.increment();
  }

  void cancelled() {
    cancelled.increment();
  }

  void used(TokenUsage usage) {
    promptTokens.increment(usage.promptTokens());
    completionTokens.increment(usage.completionTokens());
  }

  BreakerMeters breaker() {
    return breaker;
  }

  /** Of the breaker before it. */
  static final class BreakerMeters {
    private final Counter opened;
    private final AtomicReference<Breaker.State> state =
        new AtomicReference<>(Breaker.State.CLOSED);

    private BreakerMeters(Tags tags, MeterRegistry registry, RoomGauges gauges) {
      this.opened =
          Counter.builder("provider.cb.open")
              .description("Times a breaker opened")
              .tags(tags)
              .register(registry);
      gauges.add(
          "provider.breaker.state",
          "0 closed, 0.5 half-open, 1 open",
          tags,
          () -> share(state.get()));
    }

    private static double share(Breaker.State state) {
      return switch (state) {
        case CLOSED -> 0;
        case HALF_OPEN -> 0.5;
        case OPEN -> 1;
      };
    }

    void became(Breaker.State next) {
      state.set(next);
      if (next == Breaker.State.OPEN) {
        opened.increment();
      }
    }
  }
}
