package dev.groundwire.loadtests;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.EventType;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.inbox.LandEvents;
import dev.groundwire.inbox.InboxConfig;
import dev.groundwire.inbox.InboxVerticle;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Effects a second, each in one transaction with its row in the ledger, against a bare loop. */
public final class InboxBenchmark {
  private static final int WARM_UP = 8_000;
  private static final int MEASURED = 30_000;
  private static final int OF_ONE_KEY = 1_000;
  private static final int ROUNDS = 3;
  private static final int TOGETHER = 100;
  private static final int KEYS = 1_000;
  private static final int SLOTS = 24;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration STEP = Duration.ofMillis(5);
  private static final Duration LANDING = Duration.ofSeconds(60);
  private static final EventType<SteadyFacts.Fact> TYPE =
      new EventType<>("benchmark.fact.v1", SteadyFacts.Fact.class);
  private static final RequestAddress<EventEnvelope, EventHandled> HANDLER =
      new RequestAddress<>("benchmark.count-fact", EventEnvelope.class, EventHandled.class);

  private final Report report = new Report("inbox");
  private final EventBackbone backbone;
  private final Database database;
  private final Bus bus;
  private final Effect effect;
  private final Map<String, Long> lastSeq = new HashMap<>();

  private InboxBenchmark(EventBackbone backbone) {
    this.backbone = backbone;
    this.database = backbone.database();
    this.bus = new Bus(backbone.vertx());
    this.effect = new Effect(database);
  }

  public static void main(String... arguments) throws Exception {
    WorkFolder work = WorkFolder.create("inbox");
    try (EventBackbone backbone = EventBackbone.open(work)) {
      new InboxBenchmark(backbone).run();
    }
    work.delete();
  }

  /** Changes a row of its key, once for each fact. */
  private static final class Effect {
    private static final String CHANGE = "UPDATE benchmark_counter SET n = n + 1 WHERE key = $1";

    private final Database database;
    private final InboxLedger ledger = new InboxLedger(HANDLER.name());
    private final AtomicInteger done = new AtomicInteger();

    Effect(Database database) {
      this.database = database;
    }

    EventHandled handle(EventEnvelope event) {
      boolean first =
          database.inTenant(
              event.organizationId(),
              tx ->
                  ledger.firstTime(tx, event)
                      && Rows.update(tx, CHANGE, Tuple.of(event.key())) == 1);
      done.incrementAndGet();
      return new EventHandled(first);
    }
  }

  private static final class Handler extends VerticleBase {
    private final Effect effect;

    Handler(Effect effect) {
      this.effect = effect;
    }

    @Override
    public Future<?> start() {
      return new Bus(vertx).answer(HANDLER, 4 * SLOTS, effect::handle);
    }
  }

  private void run() throws Exception {
    database.asSystem(tx -> {
      Rows.update(
          tx,
          "CREATE TABLE benchmark_counter (key text PRIMARY KEY, n bigint NOT NULL)"
              + " WITH (fillfactor = 50)",
          Tuple.tuple());
      return Rows.update(
          tx,
          "INSERT INTO benchmark_counter SELECT 'k' || n, 0 FROM generate_series(0, $1) AS n",
          Tuple.of(KEYS));
    });
    backbone.deploy(new Handler(effect));
    backbone.deploy(
        new InboxVerticle(
            config(backbone.config().inbox()),
            database,
            List.of(Subscription.of(TYPE, HANDLER, Optional.empty())),
            Clock.systemUTC(),
            UUID.randomUUID()));
    throughTheInbox(WARM_UP, KEYS);
    bare(WARM_UP);
    List<Double> inbox = new ArrayList<>();
    List<Double> loop = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      inbox.add(throughTheInbox(MEASURED, KEYS));
      loop.add(bare(MEASURED));
    }
    double oneKey = throughTheInbox(OF_ONE_KEY, 1);
    double effects = median(inbox);
    double bare = median(loop);
    report.atLeast("effects, landing included", effects, "effects/s", 2_500);
    report.figure("bare loop of the same transactions", bare, "effects/s");
    report.ratio("inbox : bare loop", effects / bare);
    report.figure("effects of one key, one after the other", oneKey, "effects/s");
    report.note(
        "%d facts a round, %d rounds, each followed by the loop; %d keys, %d under way at a time"
                .formatted(MEASURED, ROUNDS, KEYS, SLOTS)
            + " in both; PostgreSQL with fsync on the same machine. An effect is an UPDATE, in one"
            + " transaction with its row in the ledger; landing, leases and settling come on top.");
    report.print(System.out);
  }

  private static double median(List<Double> values) {
    return Latencies.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The product's, with more slots for this handler. */
  private static InboxConfig config(InboxConfig product) {
    return new InboxConfig(
        product.maxRetries(),
        product.maxDeliveries(),
        product.retryBase(),
        product.retryMost(),
        product.lease(),
        product.deadline(),
        product.pollInterval(),
        Map.of("default", SLOTS),
        product.landingBound(),
        product.gapPatience(),
        product.pull(),
        product.exclusive());
  }

  /** From the first landing to the last effect. */
  private double throughTheInbox(int count, int keys) throws Exception {
    List<EventEnvelope> events = events(count, keys);
    int before = effect.done.get();
    Timed timed =
        Timed.run(() -> {
          Thread first = Thread.ofVirtual().start(() -> land(events));
          first.join();
          Waiting.until("all effects", PATIENCE, STEP, () -> effect.done.get() - before >= count);
        });
    return count / timed.wall();
  }

  private void land(List<EventEnvelope> events) {
    for (int at = 0; at < events.size(); ) {
      List<EventEnvelope> batch = events.subList(at, Math.min(events.size(), at + TOGETHER));
      try {
        at +=
            bus.request(InboxBus.LAND_EVENTS, new LandEvents(batch), LANDING).await().ids().size();
      } catch (BusFailure full) {
        Waiting.atMost(STEP, STEP, () -> false);
      }
    }
  }

  private double bare(int count) throws Exception {
    List<EventEnvelope> events = events(count, KEYS);
    AtomicInteger next = new AtomicInteger();
    Timed timed =
        Timed.run(() -> {
          List<Thread> loops = new ArrayList<>();
          for (int i = 0; i < SLOTS; i++) {
            loops.add(
                Thread.ofVirtual()
                    .start(() -> {
                      for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        effect.handle(events.get(n));
                      }
                    }));
          }
          for (Thread loop : loops) {
            loop.join();
          }
        });
    events.forEach(event -> lastSeq.merge(event.key(), -1L, Long::sum)); // never landed
    return count / timed.wall();
  }

  private List<EventEnvelope> events(int count, int keys) {
    List<EventEnvelope> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String key = "k" + i % keys;
      events.add(
          new EventEnvelope(
              UUID.randomUUID(),
              TYPE.name(),
              BulkFacts.ORGANIZATION,
              BulkFacts.WORKSPACE,
              key,
              lastSeq.merge(key, 1L, Long::sum),
              "benchmark",
              Optional.empty(),
              Optional.empty(),
              Clock.systemUTC().instant(),
              "{\"text\":\"" + BulkFacts.TEXT + "\"}"));
    }
    return events;
  }
}
