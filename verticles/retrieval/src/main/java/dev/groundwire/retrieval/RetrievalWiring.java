package dev.groundwire.retrieval;

import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.index.PassageIndex;
import dev.groundwire.retrieval.lucene.LucenePassageIndex;
import dev.groundwire.retrieval.pgvector.PgvectorPassageIndex;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the room is given by its node.
 *
 * @param usual the index where the configuration names none
 * @param dataDirectory an index of this node is its folder {@code index}
 * @param database where everything is written
 * @param searches where searches read: the same, or a copy of it
 * @param server of {@code database}, for migrations
 */
public record RetrievalWiring(
    Backend usual,
    Path dataDirectory,
    Database database,
    Database searches,
    PgConnectOptions server,
    Outbox outbox,
    Clock clock) {

  /** Blocks. */
  PassageIndex open(RetrievalConfig config) {
    return switch (config.backendOr(usual)) {
      case LUCENE -> LucenePassageIndex.open(config.lucene(), dataDirectory.resolve("index"));
      case PGVECTOR -> PgvectorPassageIndex.open(config.pgvector(), server, database, searches);
    };
  }

  /** An index of several nodes is compared by one of them at a time. */
  ComparisonTurn turn(RetrievalConfig config) {
    return switch (config.backendOr(usual)) {
      case LUCENE -> ComparisonTurn.ALWAYS;
      case PGVECTOR -> new SharedTurnRepository(database);
    };
  }

  /** Whether searches may still see what the database has deleted. */
  boolean searchesLag(RetrievalConfig config) {
    return config.backendOr(usual) == Backend.LUCENE || !searches.equals(database);
  }
}
