package dev.groundwire.retrieval;

import dev.groundwire.retrieval.lucene.LuceneConfig;
import java.time.Duration;

/**
 * How retrieval searches, and keeps its index true to the database.
 *
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
    LuceneConfig lucene) {
  public RetrievalConfig {
    within("at_once", atOnce, 1, 10_000);
    within("events_at_once", eventsAtOnce, 1, 10_000);
    within("candidates", candidates, 10, 10_000);
    within("dense_weight", denseWeight, 0, 1);
    within("tombstones", tombstones, 1, 10_000);
    positive("embed_timeout", embedTimeout);
    positive("turn_timeout", turnTimeout);
    positive("reconcile_interval", reconcileInterval);
    positive("reconcile_patience", reconcilePatience);
    positive("tombstone_age", tombstoneAge);
    positive("drain_timeout", drainTimeout);
    if (settleTime.isNegative()) {
      throw new IllegalArgumentException("retrieval.settle_time is below 0: " + settleTime);
    }
  }

  private static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "retrieval." + key + " is not within " + least + ".." + most + ": " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("retrieval." + key + " is not above 0: " + value);
    }
  }
}
