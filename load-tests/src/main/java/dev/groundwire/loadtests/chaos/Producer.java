package dev.groundwire.loadtests.chaos;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.AppendSignal;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Business transactions with facts, in a process of their own, begun as the plan says. */
final class Producer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Producer.class);
  private static final int WRITERS = 10;
  private static final Duration ACQUIRE = Duration.ofSeconds(5);
  private static final Duration STATEMENT = Duration.ofSeconds(20);
  private static final String FILLER = "x".repeat(300);

  private final Plan plan;
  private final Vertx vertx;
  private final Pool pool;
  private final Database database;
  private final Outbox outbox;
  private final Tenant tenant = new Tenant(new UUID(1, 1), new UUID(1, 2));
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger longOnes = new AtomicInteger();
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger rolledBack = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();

  Producer(Plan plan, ChaosDatabase place) {
    this.plan = plan;
    this.vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    this.pool =
        ConnectionPool.open(
            vertx,
            place.login().connectOptions(),
            new DatabaseConfig(null, WRITERS + 2, ACQUIRE, STATEMENT));
    this.database = new Database(pool);
    AppendSignal signal = new AppendSignal(vertx, pool);
    this.outbox =
        new Outbox(
            Clock.systemUTC(), Identifiers.timeOrdered(), tx -> database.afterCommit(tx, signal));
  }

  /** What undoes a transaction on purpose. */
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The tenant, whose dead letters refer to it. */
  void prepare() {
    database.asSystem(tx -> {
      Rows.update(
          tx,
          "INSERT INTO organization (id, slug, name) VALUES ($1, 'chaos', 'Chaos')",
          Tuple.of(tenant.organizationId()));
      return Rows.update(
          tx,
          "INSERT INTO workspace (id, organization_id, slug, name)"
              + " VALUES ($1, $2, 'default', 'Chaos')",
          Tuple.of(tenant.workspaceId(), tenant.organizationId()));
    });
  }

  /** Returns when every op has ended, one way or another. */
  void run() throws InterruptedException {
    long begin = System.nanoTime();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(Thread.ofVirtual().name("writer-" + i).start(() -> write(begin)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private void write(long begin) {
    for (int number = next.getAndIncrement();
        number < plan.ops();
        number = next.getAndIncrement()) {
      long wait = begin + plan.begin(number).toNanos() - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      commit(plan.op(number));
    }
  }

  /** A transaction that stays open for so long. */
  void commitSlowly(Duration pause) {
    commit(plan.longOp(longOnes.getAndIncrement(), pause));
  }

  private void commit(Op op) {
    try {
      database.asSystem(tx -> {
        write(tx, op);
        return true;
      });
      committed.incrementAndGet();
    } catch (Undone asPlanned) {
      rolledBack.incrementAndGet();
    } catch (RuntimeException lost) {
      // It may be committed or not: the checker takes the database's word.
      unknown.incrementAndGet();
      LOG.atDebug().addKeyValue("cause", lost.toString()).log("op not known to be committed");
    }
  }

  private void write(SqlConnection tx, Op op) {
    Rows.update(
        tx,
        "INSERT INTO chaos_op (op_id, key, poison) VALUES ($1, $2, $3)",
        Tuple.of(op.id(), op.key().toString(), op.poison()));
    outbox.append(
        tx,
        ChaosBus.OP_DONE,
        tenant,
        op.key(),
        new OpDone(op.id(), op.poison(), op.flaky(), FILLER),
        op.id().toString());
    if (op.pause().isPositive()) {
      LockSupport.parkNanos(op.pause().toNanos());
    }
    if (op.rolledBack()) {
      throw new Undone();
    }
  }

  String summary() {
    return "%d committed, %d rolled back, %d unknown"
        .formatted(committed.get(), rolledBack.get(), unknown.get());
  }

  @Override
  public void close() {
    pool.close().await();
    vertx.close().await();
  }
}
