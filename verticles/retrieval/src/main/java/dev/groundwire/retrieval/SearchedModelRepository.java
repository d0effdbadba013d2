package dev.groundwire.retrieval;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedding model whose vectors searches look through: that of the current generation. Looked
 * up each second, and sooner when a hint says that it has changed. A search that has its question's
 * vector goes on with the model of that vector.
 */
final class SearchedModelRepository {
  private static final Logger LOG = LoggerFactory.getLogger(SearchedModelRepository.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final String CURRENT =
      "SELECT model FROM embedding_generation WHERE state = 'current'";
  private static final String BESIDE =
      "SELECT model FROM embedding_generation WHERE state IN ('building', 'complete')";

  private final Vertx vertx;
  private final Context context;
  private final Database database;
  private volatile Optional<String> model = Optional.empty();
  private final AtomicBoolean looking = new AtomicBoolean();
  private long timer = -1;

  /** To be made on the room's context, where it looks. */
  SearchedModelRepository(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.database = database;
  }

  void start() {
    look();
    timer = vertx.setPeriodic(POLL.toMillis(), ignored -> look());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  /** From any thread. */
  void lookSoon() {
    context.runOnContext(ignored -> look());
  }

  /** Empty before there is any; then the first that is served. */
  Optional<String> current() {
    return model;
  }

  /** The one that is to follow, or that can be gone back to. */
  Optional<String> beside() {
    return database.asSystem(
        tx -> Rows.first(tx, BESIDE, Tuple.tuple(), row -> row.getString("model")));
  }

  /** Never fails: the next look comes anyway. */
  private void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      Optional<String> found =
          database.asSystem(
              tx -> Rows.first(tx, CURRENT, Tuple.tuple(), row -> row.getString("model")));
      if (!found.equals(model)) {
        LOG.atInfo()
            .addKeyValue("model", found.orElse("none"))
            .log("searches use the vectors of this model");
      }
      model = found;
    } catch (RuntimeException failure) {
      LOG.atDebug().setCause(failure).log("current embedding model not looked up");
    } finally {
      looking.set(false);
    }
  }
}
