package dev.groundwire.retrieval;

import dev.groundwire.retrieval.pgvector.PgvectorPassageIndex;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where the index of passages is. */
public enum Backend {
  /** In a folder of this node, for itself. */
  LUCENE,
  /** In the database, for all nodes that share it. */
  PGVECTOR;

  /**
   * Brings what it has in the database up to date, behind the main schema. Blocks.
   *
   * @return how many migrations were applied
   * @throws IllegalStateException when the database lacks what only its operator can give it
   */
  public int migrate(PgConnectOptions server) {
    return switch (this) {
      case LUCENE -> 0;
      case PGVECTOR -> PgvectorPassageIndex.migrate(server);
    };
  }

  static Backend of(String text) {
    List<String> names =
        Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    int place = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (place < 0) {
      throw new IllegalArgumentException("retrieval.backend is not one of " + names + ": " + text);
    }
    return values()[place];
  }
}
