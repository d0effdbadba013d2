package dev.groundwire.loadtests;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventJson;
import dev.groundwire.outboxrelay.OutboxRelayVerticle;
import dev.groundwire.platform.nats.NatsLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Facts from the outbox to JetStream's acknowledgement, against the bare client. */
public final class RelayBenchmark {
  private static final int BACKLOG = 200_000;
  private static final int BARE = 50_000;
  private static final int SAMPLE = 1_000;
  private static final int KEPT_WAITING = 3_000;
  private static final double HALF_LOAD = 1_250;
  private static final Duration SUSTAINED = Duration.ofSeconds(20);
  private static final Duration STEADY = Duration.ofSeconds(15);
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration STEP = Duration.ofMillis(50);

  private final Report report = new Report("relay");
  private final EventBackbone backbone;
  private final BulkFacts facts;

  private RelayBenchmark(EventBackbone backbone) {
    this.backbone = backbone;
    this.facts = new BulkFacts(backbone.database());
  }

  public static void main(String... arguments) throws Exception {
    WorkFolder work = WorkFolder.create("relay");
    try (EventBackbone backbone = EventBackbone.open(work)) {
      new RelayBenchmark(backbone).run();
    }
    work.delete();
  }

  private void run() throws Exception {
    facts.append(BACKLOG);
    List<EventEnvelope> sample = facts.some(SAMPLE);
    double bare =
        new BarePublisher(backbone.nats().url(), backbone.config().nats()).perSecond(sample, BARE);
    try (NatsLink link = link()) {
      double drained = drainBacklog(link);
      double sustained = sustain();
      report.atLeast("sustained, with appends beside it", sustained, "events/s", 2_500);
      report.atLeast("cold backlog of 200,000", drained, "events/s", 5_000);
      steady();
      report.figure("bare jnats async publish of the same messages", bare, "events/s");
      report.ratio("relay, sustained : bare", sustained / bare);
      report.ratio("relay, cold backlog : bare", drained / bare);
    }
    report.note(
        "%d bytes a message; PostgreSQL (fsync on), nats-server (file storage) and the relay on"
                .formatted(EventJson.write(sample.getFirst()).length)
            + " one machine. Cold: the relay is deployed on the backlog and its own start counts."
            + " Insert to ack is the time from the append, before its commit, until the relay"
            + " begins to mark what was acknowledged.");
    report.print(System.out);
  }

  private NatsLink link() {
    NatsLink link = NatsLink.open(backbone.vertx(), backbone.config().nats(), "benchmark");
    Waiting.until("the connection to NATS", PATIENCE, STEP, link::isUp);
    return link;
  }

  private double drainBacklog(NatsLink link) throws Exception {
    Timed drained =
        Timed.run(() -> {
          backbone.deploy(
              new OutboxRelayVerticle(
                  backbone.config().outboxRelay(),
                  backbone.database(),
                  backbone.server(),
                  Optional.of(link),
                  Clock.systemUTC(),
                  RandomGenerator.getDefault(),
                  UUID.randomUUID()));
          awaitPublished();
        });
    return BACKLOG / drained.wall();
  }

  /** There is always something to publish, and never much. */
  private double sustain() {
    facts.append(BulkFacts.KEYS);
    long before = facts.published();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < SUSTAINED.toNanos()) {
      while (facts.unpublished() < KEPT_WAITING) {
        facts.append();
      }
      Waiting.atMost(STEP, STEP, () -> false);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double rate = (facts.published() - before) / seconds;
    awaitPublished();
    return rate;
  }

  private void steady() throws InterruptedException {
    SteadyFacts steady = new SteadyFacts(backbone);
    steady.append("warm-up", HALF_LOAD, WARM_UP);
    Instant since = Clock.systemUTC().instant();
    double rate = steady.append("measured", HALF_LOAD, STEADY);
    awaitPublished();
    Latencies waited = steady.waited("measured", since);
    report.figure("appended one a transaction at half load", rate, "events/s");
    report.atMost("insert to ack at half load, p50", waited.percentile(0.5), "ms", 80);
    report.atMost("insert to ack at half load, p99", waited.percentile(0.99), "ms", 350);
  }

  private void awaitPublished() {
    Waiting.until("all published", PATIENCE, STEP, () -> facts.unpublished() == 0);
  }
}
