package dev.groundwire.retrieval.pgvector;

import dev.groundwire.bus.Tenant;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

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

  /** All there are, also when one has come since they were counted. */
  List<Corpus> corpora(SqlConnection tx, Tenant tenant) {
    return corpora
        .get(tenant)
        .filter(known -> analyzers(known).containsAll(counts.analyzers(tx, tenant)))
        .orElseGet(() -> counted(tx, tenant));
  }

  private static Set<String> analyzers(List<Corpus> known) {
    return known.stream().map(Corpus::analyzer).collect(Collectors.toSet());
  }

  /** Passages of the workspace, as far as is known without counting many anew. */
  int passages(SqlConnection tx, Tenant tenant) {
    return corpora.get(tenant).orElseGet(() -> counted(tx, tenant)).stream()
        .mapToInt(Corpus::passages)
        .sum();
  }

  private List<Corpus> counted(SqlConnection tx, Tenant tenant) {
    List<Corpus> found = counts.corpora(tx, tenant);
    if (found.stream().mapToInt(Corpus::passages).sum() >= LARGE) {
      corpora.put(tenant, found);
    }
    return found;
  }

  /** In how many passages each term is; without those that are nowhere. */
  Map<Long, Integer> frequencies(SqlConnection tx, Collection<Long> terms) {
    Map<Long, Integer> found = new HashMap<>();
    List<Long> unknown = new ArrayList<>();
    for (Long term : terms) {
      frequencies
          .get(term)
          .ifPresentOrElse(known -> found.put(term, known), () -> unknown.add(term));
    }
    if (!unknown.isEmpty()) {
      counts
          .frequencies(tx, unknown.toArray(Long[]::new))
          .forEach((term, passages) -> {
            found.put(term, passages);
            if (passages >= LARGE) {
              frequencies.put(term, passages);
            }
          });
    }
    return found;
  }
}
