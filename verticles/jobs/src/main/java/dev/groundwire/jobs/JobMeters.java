package dev.groundwire.jobs;

import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.platform.telemetry.Measurement;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the room tells of itself. */
final class JobMeters implements AutoCloseable {
  private final MeterRegistry meters;
  private final Measurement measurement;

  JobMeters(Vertx vertx) {
    this.meters = Telemetry.of(vertx).meters();
    this.measurement = new Measurement(vertx, "jobs");
    for (JobKind kind : JobKind.values()) { // told also before any has ended
      duration(kind);
      retries(kind);
      Stream.of(JobState.values()).filter(JobState::isEnd).forEach(outcome -> ended(kind, outcome));
    }
  }

  private Counter ended(JobKind kind, JobState outcome) {
    return Counter.builder("jobs.finished")
        .description("Jobs that have ended on this node")
        .tags("kind", kind.text(), "outcome", outcome.text())
        .register(meters);
  }

  private Counter retries(JobKind kind) {
    return Counter.builder("jobs.retries")
        .description("Steps that failed and are tried again")
        .tag("kind", kind.text())
        .register(meters);
  }

  private Timer duration(JobKind kind) {
    return Timer.builder("jobs.duration")
        .description("From a job's first step to its end")
        .tag("kind", kind.text())
        .serviceLevelObjectives(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6))
        .register(meters);
  }

  void finished(JobKind kind, JobState outcome, Duration took) {
    ended(kind, outcome).increment(); // rare enough to be looked for each time
    duration(kind).record(took);
  }

  void retried(JobKind kind) {
    retries(kind).increment();
  }

  /** How many there are, asked every so often. */
  void measure(Supplier<StandingRepository.Standing> standing) {
    Measurement.Figure queued = measurement.figure("jobs.queued", "Jobs that wait");
    Measurement.Figure running = measurement.figure("jobs.running", "Jobs that run on any node");
    Measurement.Figure oldest =
        measurement.figure("jobs.oldest.queued.seconds", "Since the oldest waiting one was due");
    Measurement.Figure silent =
        measurement.figure("jobs.silent.seconds", "Since the last step of the slowest begun one");
    measurement.begin(() -> {
      StandingRepository.Standing now = standing.get();
      queued.set(now.queued());
      running.set(now.running());
      oldest.set(now.oldestQueuedSeconds());
      silent.set(now.silentSeconds());
    });
  }

  @Override
  public void close() {
    measurement.close();
  }
}
