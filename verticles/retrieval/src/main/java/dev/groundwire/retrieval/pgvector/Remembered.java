package dev.groundwire.retrieval.pgvector;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What was counted not long ago, bounded: the least used is forgotten first. Thread-safe. */
final class Remembered<K, V> {
  private record Aged<V>(V value, long since) {}

  private final long age;
  private final LongSupplier nanos;
  private final Map<K, Aged<V>> kept;

  Remembered(int limit, Duration age, LongSupplier nanos) {
    this.age = age.toNanos();
    this.nanos = nanos;
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Aged<V>> eldest) {
            return size() > limit;
          }
        };
  }

  synchronized Optional<V> get(K key) {
    Aged<V> known = kept.get(key);
    return known == null || nanos.getAsLong() - known.since() > age
        ? Optional.empty()
        : Optional.of(known.value());
  }

  synchronized void put(K key, V value) {
    kept.put(key, new Aged<>(value, nanos.getAsLong()));
  }
}
