package dev.groundwire.loadtests;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventType;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.AppendSignal;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Facts appended one a transaction at a steady rate, as the product's rooms append them. */
final class SteadyFacts {
  private static final int WRITERS = 16;
  private static final EventType<Fact> TYPE = new EventType<>("benchmark.fact.v1", Fact.class);
  private static final Tenant TENANT = new Tenant(BulkFacts.ORGANIZATION, BulkFacts.WORKSPACE);
  private static final String WAITED =
      """
      SELECT extract(epoch FROM published_at - occurred_at)::float8 AS seconds
      FROM outbox WHERE correlation_id = $1 AND occurred_at >= $2
      """;

  /** The payload. */
  record Fact(String text) {}

  private final Database database;
  private final Outbox outbox;
  private final AtomicInteger next = new AtomicInteger();

  SteadyFacts(EventBackbone backbone) {
    this.database = backbone.database();
    AppendSignal signal = new AppendSignal(backbone.vertx(), backbone.pool());
    this.outbox =
        new Outbox(
            Clock.systemUTC(), Identifiers.timeOrdered(), tx -> database.afterCommit(tx, signal));
  }

  /** Facts a second, as far as it could keep to the rate. */
  double append(String correlation, double perSecond, Duration duration)
      throws InterruptedException {
    next.set(0);
    int count = (int) (perSecond * duration.toMillis() / 1e3);
    long begin = System.nanoTime();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          Thread.ofVirtual().start(() -> write(correlation, count, begin, 1e9 / perSecond)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    return count / ((System.nanoTime() - begin) / 1e9);
  }

  private void write(String correlation, int count, long begin, double step) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      long wait = begin + (long) (i * step) - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      UUID key = new UUID(2, i % BulkFacts.KEYS);
      database.inTenant(
          TENANT.organizationId(),
          tx -> {
            outbox.append(tx, TYPE, TENANT, key, new Fact(BulkFacts.TEXT), correlation);
            return key;
          });
    }
  }

  /** From the append, before its commit, until the acknowledged fact is being marked. */
  Latencies waited(String correlation, Instant since) {
    Latencies latencies = new Latencies(1_000);
    database
        .asSystem(tx ->
            Rows.list(
                tx,
                WAITED,
                Tuple.of(correlation, since.atOffset(ZoneOffset.UTC)),
                row -> row.getDouble("seconds")))
        .forEach(seconds -> latencies.add((long) (seconds * 1e9)));
    return latencies;
  }
}
