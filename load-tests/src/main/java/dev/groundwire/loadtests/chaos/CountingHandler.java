package dev.groundwire.loadtests.chaos;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Counts ops by key: an effect that shows when it happens twice. Virtual-thread. */
final class CountingHandler extends VerticleBase {
  private static final int AT_ONCE = 64;
  private static final long WRITTEN_BEHIND_MILLIS = 200;
  private static final String COUNT =
      """
      INSERT INTO chaos_counter (key, n) VALUES ($1, 1)
      ON CONFLICT (key) DO UPDATE SET n = chaos_counter.n + 1
      RETURNING n
      """;
  private static final String NOTE =
      "INSERT INTO chaos_effect (op_id, event_id, key, key_seq, n) VALUES ($1, $2, $3, $4, $5)";

  private final Database database;
  private final PlantedBug bug;
  private final InboxLedger ledger = new InboxLedger(ChaosBus.COUNT_OP.name());
  private final Set<UUID> seen = ConcurrentHashMap.newKeySet();
  private Bus bus;

  @SuppressWarnings("NullAway.Init") // set in start(), before anything reads it
  CountingHandler(Database database, PlantedBug bug) {
    this.database = database;
    this.bug = bug;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    return bus.answer(ChaosBus.COUNT_OP, AT_ONCE, this::handle);
  }

  private EventHandled handle(EventEnvelope event) {
    OpDone done = ChaosBus.OP_DONE.read(event);
    if (done.poison()) {
      throw new BusFailure(FailureCode.INVALID_REQUEST, "Poison, planted.");
    }
    if (done.flaky() && seen.add(event.id())) {
      throw new BusFailure(FailureCode.UNAVAILABLE, "Flaky, planted.");
    }
    if (bug == PlantedBug.ACK_BEFORE_COMMIT) {
      vertx.setTimer(
          WRITTEN_BEHIND_MILLIS, ignored -> database.asSystem(tx -> count(tx, event, done)));
      return new EventHandled(true);
    }
    return new EventHandled(database.asSystem(tx -> count(tx, event, done)));
  }

  private boolean count(SqlConnection tx, EventEnvelope event, OpDone done) {
    if (bug != PlantedBug.NO_INBOX && !ledger.firstTime(tx, event)) {
      return false;
    }
    long n = Rows.first(tx, COUNT, Tuple.of(event.key()), row -> row.getLong("n")).orElseThrow();
    Rows.update(tx, NOTE, Tuple.of(done.op(), event.id(), event.key(), event.keySeq(), n));
    return true;
  }

  @Override
  public Future<?> stop() {
    return bus.drain(Duration.ofSeconds(5));
  }
}
