package dev.groundwire.llm.dispatch;

import dev.groundwire.platform.telemetry.RoomGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Of one provider. Set on the room's context, read from any thread. */
final class LaneMeters {
  private final Counter retries;
  private final Counter failovers;
  private final Counter errors;
  private final AtomicInteger limit = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong oldestMillis = new AtomicLong();

  LaneMeters(String provider, MeterRegistry registry, RoomGauges gauges) {
    Tags tags = Tags.of("provider", provider);
    this.retries =
        Counter.builder("provider.retries")
            .description("Attempts repeated at the same provider")
            .tags(tags)
            .register(registry);
    this.failovers =
        Counter.builder("provider.failovers")
            .description("Attempts that came from another provider")
            .tags(tags)
            .register(registry);
    this.errors =
        Counter.builder("external.request.errors")
            .tags("service", provider, "operation", "chat")
            .register(registry);
    gauges.add("provider.admission.limit", "Calls it gets at a time", tags, limit::get);
    gauges.add("provider.running", "Calls it has", tags, running::get);
    gauges.add("provider.waiting", "Calls that wait for it", tags, waiting::get);
    gauges.add(
        "provider.waiting.oldest.seconds",
        "Age of the call that has waited for it longest",
        tags,
        () -> oldestMillis.get() / 1_000.0);
  }

  Counter retries() {
    return retries;
  }

  Counter failovers() {
    return failovers;
  }

  /** Its own failures, not those of a request. */
  Counter errors() {
    return errors;
  }

  void set(int mostNow, int runningNow, int waitingNow, long oldest) {
    limit.set(mostNow);
    running.set(runningNow);
    waiting.set(waitingNow);
    oldestMillis.set(oldest);
  }
}
