package dev.groundwire.outboxrelay;

import dev.groundwire.platform.telemetry.ExternalErrors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;

/** What the relay tells of itself; nothing of it is done for each fact. */
final class RelayMeters {
  private final Counter published;
  private final Counter failures;
  private final Counter natsErrors;
  private final Counter leaseChanges;
  private final Timer lag;

  RelayMeters(MeterRegistry meters) {
    this.published =
        Counter.builder("outbox.published")
            .description("Facts that the transport has for good")
            .register(meters);
    this.failures =
        Counter.builder("outbox.publish.failures")
            .description("Facts that the transport did not take; each is published again")
            .register(meters);
    this.natsErrors = ExternalErrors.counter(meters, "nats", "publish");
    this.leaseChanges =
        Counter.builder("relay.lease.changes")
            .description("Shares of the keys taken up or given away")
            .register(meters);
    this.lag =
        Timer.builder("relay.lag")
            .description("Append to the transport's acknowledgement, of a batch's oldest fact")
            .serviceLevelObjectives(
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5))
            .register(meters);
  }

  /** A batch, and since when the oldest fact that was taken of it has been in the outbox. */
  void published(int claimed, int taken, Duration oldest) {
    failures.increment(claimed - taken);
    if (taken > 0) {
      published.increment(taken);
      lag.record(oldest.isNegative() ? Duration.ZERO : oldest);
    }
  }

  void natsFailed() {
    natsErrors.increment();
  }

  /** What a relay held, and holds now: shards with their terms. */
  void leases(Map<Short, Long> before, Map<Short, Long> now) {
    long kept = now.entrySet().stream().filter(before.entrySet()::contains).count();
    leaseChanges.increment((double) (before.size() - kept + now.size() - kept));
  }
}
