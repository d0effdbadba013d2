package dev.groundwire.retrieval;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import dev.groundwire.retrieval.lucene.LuceneConfig;
import dev.groundwire.retrieval.pgvector.PgvectorConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How retrieval searches, and keeps its index true to the database.
 *
 * @param backend {@code lucene} or {@code pgvector}; absent: what suits the profile
 * @param atOnce searches served together; more are refused as overloaded
 * @param eventsAtOnce documents being indexed or removed together; more are refused as overloaded
 * @param candidates hits of each leg that are fused; never fewer than the request's limit
 * @param denseWeight 0..1: what the vectors count against the words
 * @param embedTimeout wait for the query's vector
 * @param turnTimeout wait for earlier work on the same document
 * @param reconcileInterval between two comparisons of index and database
 * @param reconcilePatience the start waits so long for the first comparison, then goes on beside it
 * @param settleTime documents that changed within it are left to their events by the comparison
 * @param tombstones deleted documents hidden from the index at once, at most
 * @param tombstoneAge after it a hint is forgotten; the database hides what it has deleted anyway
 * @param drainTimeout wait at stop for what is being served
 */
public record RetrievalConfig(
    @Env("RETRIEVAL_BACKEND") @Nullable String backend,
    int atOnce,
    int eventsAtOnce,
    int candidates,
    double denseWeight,
    Duration embedTimeout,
    Duration turnTimeout,
    Duration reconcileInterval,
    Duration reconcilePatience,
    Duration settleTime,
    int tombstones,
    Duration tombstoneAge,
    Duration drainTimeout,
    LuceneConfig lucene,
    PgvectorConfig pgvector) {
  public RetrievalConfig {
    if (backend != null) {
      Backend.of(backend);
    }
    Require.within("retrieval.at_once", atOnce, 1, 10_000);
    Require.within("retrieval.events_at_once", eventsAtOnce, 1, 10_000);
    Require.within("retrieval.candidates", candidates, 10, 10_000);
    Require.within("retrieval.dense_weight", denseWeight, 0, 1);
    Require.within("retrieval.tombstones", tombstones, 1, 10_000);
    Require.positive("retrieval.embed_timeout", embedTimeout);
    Require.positive("retrieval.turn_timeout", turnTimeout);
    Require.positive("retrieval.reconcile_interval", reconcileInterval);
    Require.positive("retrieval.reconcile_patience", reconcilePatience);
    Require.positive("retrieval.tombstone_age", tombstoneAge);
    Require.positive("retrieval.drain_timeout", drainTimeout);
    Require.atLeast("retrieval.settle_time", settleTime, Duration.ZERO);
  }

  /**
   * @param usual where the configuration names none
   */
  public Backend backendOr(Backend usual) {
    return backend == null ? usual : Backend.of(backend);
  }
}
