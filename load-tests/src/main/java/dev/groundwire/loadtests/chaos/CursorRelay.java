package dev.groundwire.loadtests.chaos;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.inbox.LandEvents;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay that everybody writes first, in process only: reads on from the greatest id it has
 * seen. A fact that is committed after one with a greater id is never read.
 */
final class CursorRelay extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(CursorRelay.class);
  private static final long POLL_MILLIS = 20;
  private static final Duration LANDING = Duration.ofSeconds(20);
  private static final String ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(71900) AS alone";
  private static final String AFTER =
      "SELECT %s FROM outbox WHERE id > $1 ORDER BY id LIMIT 100".formatted(Envelopes.COLUMNS);
  private static final String LAST =
      "SELECT id FROM outbox WHERE published_at IS NOT NULL ORDER BY id DESC LIMIT 1";
  private static final String MARK = "UPDATE outbox SET published_at = now() WHERE id = ANY ($1)";

  private final Database database;
  private Bus bus;
  private volatile boolean stopping;

  @SuppressWarnings("NullAway.Init") // set in start(), before anything reads it
  CursorRelay(Database database) {
    this.database = database;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    context.runOnContext(ignored -> poll());
    return Future.succeededFuture();
  }

  private void poll() {
    try {
      database.asSystem(this::relay);
    } catch (RuntimeException away) {
      LOG.atDebug().addKeyValue("cause", away.toString()).log("nothing relayed");
    }
    if (!stopping) {
      vertx.setTimer(POLL_MILLIS, ignored -> poll());
    }
  }

  private int relay(SqlConnection tx) {
    boolean alone =
        Rows.first(tx, ONE_AT_A_TIME, Tuple.tuple(), row -> row.getBoolean("alone")).orElseThrow();
    if (!alone) {
      return 0;
    }
    UUID cursor =
        Rows.first(tx, LAST, Tuple.tuple(), row -> row.getUUID("id")).orElse(new UUID(0, 0));
    List<EventEnvelope> events = Rows.list(tx, AFTER, Tuple.of(cursor), Envelopes::read);
    if (events.isEmpty()) {
      return 0;
    }
    bus.request(InboxBus.LAND_EVENTS, new LandEvents(events), LANDING).await();
    return Rows.update(
        tx, MARK, Tuple.of(events.stream().map(EventEnvelope::id).toArray(UUID[]::new)));
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return Future.succeededFuture();
  }
}
