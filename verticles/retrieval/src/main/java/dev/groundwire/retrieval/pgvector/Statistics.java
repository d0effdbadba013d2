package dev.groundwire.retrieval.pgvector;

import dev.groundwire.bus.Tenant;
import dev.groundwire.retrieval.pgvector.StatisticsRepository.Frequency;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Numbers of passages, counted when they are needed: counters of them would be rows for which all
 * who index wait. What takes long to count is large, changes little in minutes, and is remembered.
 */
final class Statistics {
  private static final int LARGE = 1_000;
  private static final int WORKSPACES = 10_000;
  private static final int TERMS = 100_000;

  private final StatisticsRepository counts = new StatisticsRepository();
  private final Remembered<Tenant, List<Corpus>> corpora;
  private final Remembered<Long, Integer> frequencies;

  Statistics(Duration age, LongSupplier nanos) {
    this.corpora = new Remembered<>(WORKSPACES, age, nanos);
    this.frequencies = new Remembered<>(TERMS, age, nanos);
  }

  /** As they were counted not long ago; empty when they are few, or not known yet. */
  Optional<List<Corpus>> remembered(Tenant tenant) {
    return corpora.get(tenant);
  }

  List<Corpus> counted(SqlConnection tx, Tenant tenant) {
    List<Corpus> found = counts.corpora(tx, tenant);
    if (found.stream().mapToInt(Corpus::passages).sum() >= LARGE) {
      corpora.put(tenant, found);
    }
    return found;
  }

  /** Names of those there are now; asked for now, and awaited with the answer's use. */
  Supplier<List<String>> analyzers(SqlConnection tx, Tenant tenant) {
    return counts.analyzers(tx, tenant);
  }

  /** Passages of the workspace, as far as is known without counting many anew. */
  int passages(SqlConnection tx, Tenant tenant) {
    return remembered(tenant).orElseGet(() -> counted(tx, tenant)).stream()
        .mapToInt(Corpus::passages)
        .sum();
  }

  /**
   * In how many passages each term is, without those that are nowhere. Asked for now, and awaited
   * with the answer's use.
   */
  Supplier<Map<Long, Integer>> frequencies(SqlConnection tx, Collection<Long> terms) {
    Map<Long, Integer> found = new HashMap<>();
    List<Long> unknown = new ArrayList<>();
    for (Long term : terms) {
      frequencies
          .get(term)
          .ifPresentOrElse(known -> found.put(term, known), () -> unknown.add(term));
    }
    if (unknown.isEmpty()) {
      return () -> found;
    }
    Supplier<List<Frequency>> answer = counts.frequencies(tx, unknown.toArray(Long[]::new));
    return () -> {
      for (Frequency counted : answer.get()) {
        found.put(counted.term(), counted.passages());
        if (counted.passages() >= LARGE) {
          frequencies.put(counted.term(), counted.passages());
        }
      }
      return found;
    };
  }
}
