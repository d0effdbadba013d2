package dev.groundwire.gateway.operations;

import dev.groundwire.gateway.health.NodeHealth;
import dev.groundwire.gateway.health.Overview;
import dev.groundwire.gateway.health.Readiness;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The node at a glance, from the same metrics that Prometheus reads. Of one event loop; any may
 * ask.
 */
public final class Operations {
  private static final Duration PACE = Duration.ofSeconds(5);
  private static final int PROBLEMS = 30;

  private final Vertx vertx;
  private final MeterRegistry meters;
  private final NodeHealth health;
  private final Supplier<List<RecentProblem>> problems;
  private final Clock clock;
  private final Instant started;
  private volatile Moments moments = new Moments(List.of());

  /**
   * @param problems the last of them, newest first
   */
  public Operations(
      Vertx vertx,
      MeterRegistry meters,
      NodeHealth health,
      Supplier<List<RecentProblem>> problems,
      Clock clock) {
    this.vertx = vertx;
    this.meters = meters;
    this.health = health;
    this.problems = problems;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Goes on until the verticle ends. */
  public Future<Void> begin() {
    vertx.setPeriodic(PACE.toMillis(), ignored -> remember());
    return remember();
  }

  private Future<Void> remember() {
    return read().onSuccess(reading -> moments = moments.and(reading.moment)).mapEmpty();
  }

  private record Reading(Moment moment, Situation situation) {}

  /** Beside the event loop: it goes through some thousand meters. */
  private Future<Reading> read() {
    return vertx.executeBlocking(this::readNow, false).map(Objects::requireNonNull);
  }

  private Reading readNow() {
    MeterReading reading = MeterReading.of(meters, Situation::isWanted);
    return new Reading(Moment.of(clock.instant(), reading), Situation.of(reading));
  }

  /** Written beside the event loop too, as reading is. */
  Future<Snapshot> now() {
    Moments before = moments;
    Overview overview = health.overview();
    Readiness readiness = health.readiness();
    return vertx
        .executeBlocking(() -> snapshot(before, overview, readiness), false)
        .map(Objects::requireNonNull);
  }

  private Snapshot snapshot(Moments before, Overview overview, Readiness readiness) {
    Reading reading = readNow();
    Instant at = reading.moment.at();
    Moments all = before.and(reading.moment);
    return new Snapshot(
        at,
        Duration.between(started, at).toSeconds(),
        overview,
        readiness,
        all.rates(),
        all.latencies(),
        all.history(),
        reading.situation,
        problems.get().stream().limit(PROBLEMS).toList());
  }

  /**
   * @param rates of a second over the last minute
   * @param latencies of the last five minutes
   * @param now what there is and waits
   * @param problems newest first
   */
  record Snapshot(
      Instant at,
      long uptimeSeconds,
      Overview health,
      Readiness readiness,
      Map<String, @Nullable Double> rates,
      Map<String, Moments.Latency> latencies,
      Moments.History history,
      Situation now,
      List<RecentProblem> problems) {}
}
