package dev.groundwire.platform.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/** That of one process, in its memory. */
public final class OwnState implements SharedState {
  /** Of an entry, beside its characters. */
  private static final int ENTRY_BYTES = 256;

  private final LongSupplier nanos;
  private final Cache<String, Held> claims;
  private final Cache<String, Level> buckets;

  /**
   * @param nanos a time that nobody sets, as {@link System#nanoTime}
   */
  public OwnState(SharedConfig config, LongSupplier nanos) {
    this.nanos = nanos;
    this.claims =
        Caffeine.newBuilder()
            .ticker(nanos::getAsLong)
            .maximumWeight(config.bytes())
            .weigher((String name, Held held) -> held.weight(name))
            .expireAfter(Expiry.writing((String name, Held held) -> held.lasting))
            .build();
    this.buckets =
        Caffeine.newBuilder()
            .ticker(nanos::getAsLong)
            .maximumSize(config.buckets())
            .expireAfter(Expiry.writing((String name, Level level) -> level.full()))
            .build();
  }

  @Override
  public Future<Optional<String>> claim(String name, String value, Duration lasting) {
    Held there = claims.asMap().putIfAbsent(name, new Held(value, lasting));
    return Future.succeededFuture(Optional.ofNullable(there).map(Held::value));
  }

  /** What stands there. */
  Optional<String> read(String name) {
    return Optional.ofNullable(claims.getIfPresent(name)).map(Held::value);
  }

  @Override
  public Future<Boolean> replace(String name, String mine, String value, Duration lasting) {
    Held put = new Held(value, lasting);
    Held now =
        claims
            .asMap()
            .compute(name, (ignored, held) -> held == null || held.value.equals(mine) ? put : held);
    return Future.succeededFuture(put.equals(now));
  }

  @Override
  public Future<Void> giveUp(String name, String mine) {
    claims.asMap().computeIfPresent(name, (ignored, held) -> held.value.equals(mine) ? null : held);
    return Future.succeededFuture();
  }

  @Override
  public Future<Taken> take(String name, Bucket bucket) {
    long now = nanos.getAsLong() / 1_000;
    Level level =
        buckets
            .asMap()
            .compute(
                name,
                (ignored, before) -> {
                  long full = before == null ? 0 : Math.max(0, before.atMicros - now);
                  return bucket.hasToken(full)
                      ? new Level(true, now, now + full + bucket.intervalMicros())
                      : new Level(false, now, now + full);
                });
    Level after = Objects.requireNonNull(level);
    return Future.succeededFuture(bucket.taken(after.granted, after.atMicros - now));
  }

  private record Held(String value, Duration lasting) {
    int weight(String name) {
      return ENTRY_BYTES + name.length() + value.length();
    }
  }

  /**
   * @param granted whether the last one who asked got a token
   * @param nowMicros when that was
   * @param atMicros when it will be full
   */
  private record Level(boolean granted, long nowMicros, long atMicros) {
    Duration full() {
      return Duration.ofNanos((atMicros - nowMicros) * 1_000);
    }
  }
}
