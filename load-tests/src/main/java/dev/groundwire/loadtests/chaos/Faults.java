package dev.groundwire.loadtests.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the plan says to the nodes and the servers of a run. */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  /** Longer than every lease of the nodes. */
  private static final Duration FROZEN = Duration.ofSeconds(7);

  private static final Duration LONG_OPEN = Duration.ofSeconds(5);
  private static final Duration SHORTLY = Duration.ofMillis(1_500);
  private static final int MORE_CONNECTIONS_THAN_THERE_ARE = 100;
  private static final String OTHERS =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      """;

  private final ChaosDatabase database;
  private final Arena arena;
  private final Optional<Broker> broker;
  private final List<NodeProcess> nodes;
  private final Producer producer;

  Faults(
      ChaosDatabase database,
      Arena arena,
      Optional<Broker> broker,
      List<NodeProcess> nodes,
      Producer producer) {
    this.database = database;
    this.arena = arena;
    this.broker = broker;
    this.nodes = nodes;
    this.producer = producer;
  }

  /** Returns when the last fault is over; they overlap as planned. */
  void run(List<PlannedFault> planned) throws InterruptedException {
    long begin = System.nanoTime();
    List<Thread> running = new ArrayList<>();
    for (PlannedFault each : planned) {
      wait(Duration.ofNanos(begin + each.at().toNanos() - System.nanoTime()));
      running.add(Thread.ofPlatform().name("fault-" + each.fault()).start(() -> inflict(each)));
    }
    for (Thread fault : running) {
      fault.join();
    }
  }

  private void inflict(PlannedFault planned) {
    LOG.atInfo().addKeyValue("fault", planned.fault()).log("begins");
    try {
      inflict(planned.fault(), planned.dice());
    } catch (SQLException | IOException missed) {
      // Another fault was in its way, such as the server's restart under a gate.
      LOG.atInfo()
          .addKeyValue("fault", planned.fault())
          .addKeyValue("cause", missed.toString())
          .log("cut short");
    }
    LOG.atInfo().addKeyValue("fault", planned.fault()).log("is over");
  }

  private void inflict(Fault fault, int dice) throws SQLException, IOException {
    switch (fault) {
      case KILL_NODE -> node(dice, role -> true).killAndReplace();
      case RESTART_NODE -> node(dice, role -> true).restart();
      case KILL_BEFORE_MARK -> killAt(Gate.MARK, node(dice, Role::relays));
      case KILL_BEFORE_SETTLE -> killAt(Gate.SETTLE, node(dice, Role::handles));
      case KILL_BEFORE_LANDING -> killAt(Gate.LANDING, node(dice, Role::handles));
      case FREEZE_NODE -> freeze(node(dice, role -> true));
      case KILL_POSTGRES ->
          ProcessHandle.of(arena.postgres().pid()).ifPresent(ProcessHandle::destroyForcibly);
      case LOSE_LISTEN -> database.list(OTHERS + " AND query ILIKE 'LISTEN%'", row -> true);
      case EXHAUST_CONNECTIONS -> exhaustConnections();
      case LONG_TRANSACTION -> producer.commitSlowly(LONG_OPEN);
      case KILL_NATS -> killBroker(broker.orElseThrow());
      case KILL_BEFORE_ACK -> killBeforeAck(broker.orElseThrow(), node(dice, Role::handles));
      case FULL_STREAM -> fillStream(broker.orElseThrow());
    }
  }

  private NodeProcess node(int dice, Predicate<Role> suitable) {
    List<NodeProcess> candidates =
        nodes.stream().filter(node -> suitable.test(node.role())).toList();
    return candidates.get(dice % candidates.size());
  }

  private void killAt(Gate gate, NodeProcess node) throws SQLException {
    gate.closed(database, node::killAndReplace);
  }

  private static void freeze(NodeProcess node) {
    long pid = node.freeze();
    wait(FROZEN);
    node.resume(pid);
  }

  private void exhaustConnections() throws SQLException {
    List<Connection> taken = new ArrayList<>();
    try {
      database.list(OTHERS, row -> true);
      for (int i = 0; i < MORE_CONNECTIONS_THAN_THERE_ARE; i++) {
        taken.add(database.connectAsApplication());
      }
    } catch (SQLException full) {
      wait(SHORTLY);
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  private static void killBroker(Broker broker) throws IOException {
    synchronized (broker) {
      broker.server().kill();
      wait(SHORTLY);
      broker.server().start();
    }
  }

  private static void killBeforeAck(Broker broker, NodeProcess node) {
    synchronized (broker) {
      broker.server().pause();
      wait(SHORTLY);
      node.killAndReplace();
      broker.server().resume();
    }
  }

  private static void fillStream(Broker broker) throws IOException {
    synchronized (broker) {
      broker.limit(1);
      wait(SHORTLY);
      broker.limit(-1);
    }
  }

  private static void wait(Duration duration) {
    if (duration.isPositive()) {
      LockSupport.parkNanos(duration.toNanos());
    }
  }
}
