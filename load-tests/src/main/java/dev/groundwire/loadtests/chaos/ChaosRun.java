package dev.groundwire.loadtests.chaos;

import dev.groundwire.loadtests.Waiting;
import dev.groundwire.loadtests.chaos.History.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One seed: load and faults, then the backlog, then everything replayed twice, then the check. */
final class ChaosRun {
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final String PUBLISH_AGAIN =
      "UPDATE outbox SET published_at = NULL WHERE occurred_at > now() - interval '1 hour'";

  /** The row as the API's replay leaves it. */
  private static final String REPLAY_DEAD_LETTERS =
      """
      UPDATE dead_letter SET state = 'replaying', next_at = now(), tries = 0
      WHERE state IN ('retrying', 'parked')
      """;

  private final Arena arena;
  private final Plan plan;
  private final PlantedBug bug;
  private final List<Violation> violations = new ArrayList<>();

  private ChaosRun(Arena arena, Plan plan, PlantedBug bug) {
    this.arena = arena;
    this.plan = plan;
    this.bug = bug;
  }

  static Outcome run(Arena arena, Plan plan, PlantedBug bug)
      throws IOException, SQLException, InterruptedException {
    return new ChaosRun(arena, plan, bug).run();
  }

  private Outcome run() throws IOException, SQLException, InterruptedException {
    ChaosDatabase database = arena.newDatabase("chaos_" + plan.seed());
    List<NodeProcess> nodes = new ArrayList<>();
    Optional<Broker> broker =
        plan.transport() == Transport.JETSTREAM
            ? Optional.of(new Broker(arena.newBroker()))
            : Optional.empty();
    try (Producer producer = new Producer(plan, database)) {
      producer.prepare();
      start(nodes, database, broker);
      nodes.forEach(NodeProcess::awaitReady);
      return underFaults(database, broker, nodes, producer);
    } finally {
      nodes.forEach(NodeProcess::close);
      if (broker.isPresent()) {
        broker.get().close();
      }
    }
  }

  private void start(List<NodeProcess> nodes, ChaosDatabase database, Optional<Broker> broker)
      throws IOException {
    Path folder = Files.createDirectories(arena.folder().resolve("seed-" + plan.seed()));
    Map<String, String> environment = new HashMap<>();
    environment.put("CHAOS_DATABASE", NodeSettings.url(database.login()));
    environment.put("CHAOS_BUG", bug.name());
    broker.ifPresent(there -> environment.put("NATS_URL", there.server().url()));
    for (Role role : plan.transport().roles()) {
      nodes.add(
          NodeProcess.start(role, environment, folder.resolve("node-" + nodes.size() + ".log")));
    }
  }

  private Outcome underFaults(
      ChaosDatabase database, Optional<Broker> broker, List<NodeProcess> nodes, Producer producer)
      throws IOException, SQLException, InterruptedException {
    Thread load = Thread.ofPlatform().name("load").start(() -> produce(producer));
    new Faults(database, arena, broker, nodes, producer).run(plan.faults());
    load.join();
    long over = System.nanoTime();
    awaitDrained("after the last fault", database, broker, nodes);
    Duration drained = Duration.ofNanos(System.nanoTime() - over);
    History before = HistoryReader.read(database, streamed(broker));
    violations.addAll(Checker.check(before));
    for (int i = 0; i < 2; i++) {
      database.execute(PUBLISH_AGAIN);
      database.execute(REPLAY_DEAD_LETTERS);
      awaitDrained("after replaying everything", database, broker, nodes);
    }
    History after = HistoryReader.read(database, List.of());
    if (!after.counters().equals(before.counters())
        || after.effects().size() != before.effects().size()
        || after.deadLetters().size() != before.deadLetters().size()) {
      violations.add(
          new Violation(
              Invariant.REPLAY_IS_HARMLESS,
              after.effects().size() - before.effects().size(),
              "effects before and after: %d, %d"
                  .formatted(before.effects().size(), after.effects().size())));
    }
    return new Outcome(plan, producer.summary(), before.outbox().size(), drained, violations);
  }

  private static void produce(Producer producer) {
    try {
      producer.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Fact> streamed(Optional<Broker> broker) throws IOException {
    return broker.isPresent() ? broker.get().facts() : List.of();
  }

  private void awaitDrained(
      String when, ChaosDatabase database, Optional<Broker> broker, List<NodeProcess> nodes)
      throws IOException, SQLException {
    Backlog backlog = new Backlog(database);
    if (!Waiting.atMost(DRAIN, STEP, () -> isDrained(backlog, broker))) {
      List<String> found = new ArrayList<>(backlog.parts());
      for (NodeProcess node : nodes) {
        found.addAll(node.lastWords());
      }
      violations.add(
          new Violation(
              Invariant.DRAINED,
              backlog.size(),
              when + ", within " + DRAIN + "\n        " + String.join("\n        ", found)));
    }
  }

  private static boolean isDrained(Backlog backlog, Optional<Broker> broker) {
    try {
      return backlog.size() == 0 && (broker.isEmpty() || broker.get().isDrained());
    } catch (SQLException | IOException away) {
      return false;
    }
  }
}
