package dev.groundwire.platform.shared;

import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Claims and allowances that end by themselves. Every call is one step that no other can come
 * between. Names are seen by whoever operates the store, so they hold no secret.
 */
public interface SharedState {
  /** In Redis where there is one, and as long as it answers; else of this process alone. */
  static SharedState open(Vertx vertx, Optional<RedisLink> redis, SharedConfig config) {
    OwnState own = new OwnState(config, System::nanoTime);
    Counter fallbacks = SharedOrOwn.fallbacks(Telemetry.of(vertx).meters());
    return redis
        .<SharedState>map(
            link -> new SharedOrOwn(new RedisState(link), own, config.patience(), fallbacks))
        .orElse(own);
  }

  /**
   * Takes the name unless it is taken.
   *
   * @param value tells this claim from any other
   * @return empty when it was free; else the value it was taken with, or that stands there now
   */
  Future<Optional<String>> claim(String name, String value, Duration lasting);

  /**
   * Puts a value in the place of that claim, also when it has run out, but not when another one has
   * taken the name since.
   *
   * @param mine the value that stands there
   * @return false when it is another one's
   */
  Future<Boolean> replace(String name, String mine, String value, Duration lasting);

  /** Frees the name. Harmless when it is another one's. */
  Future<Void> giveUp(String name, String mine);

  /** Takes a token, if there is one. A bucket that nobody has taken from is full. */
  Future<Taken> take(String name, Bucket bucket);
}
