package dev.groundwire.platform.shared;

import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * That of all nodes of one Redis. Each call is one script, which nothing else there comes between,
 * and only the clock of Redis counts.
 */
public final class RedisState implements SharedState {
  private static final String PREFIX = "groundwire:";

  /** SET with NX and GET together would do, but is refused before Redis 7. */
  private static final String CLAIM =
      """
      if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
        return false
      end
      return redis.call('GET', KEYS[1])
      """;

  private static final String REPLACE =
      """
      local held = redis.call('GET', KEYS[1])
      if held and held ~= ARGV[1] then
        return 0
      end
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      return 1
      """;

  private static final String GIVE_UP =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then
        redis.call('DEL', KEYS[1])
      end
      return 1
      """;

  /** The same as {@link Bucket}; the number is written whole, as Lua would round it. */
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local interval = tonumber(ARGV[1])
      local whole = tonumber(ARGV[2])
      local full = math.max(0, tonumber(redis.call('GET', KEYS[1]) or now) - now)
      if full + interval > whole then
        return {0, full}
      end
      full = full + interval
      redis.call('SET', KEYS[1], string.format('%.0f', now + full), 'PX', math.ceil(full / 1000))
      return {1, full}
      """;

  private final RedisLink link;

  public RedisState(RedisLink link) {
    this.link = link;
  }

  @Override
  public Future<Optional<String>> claim(String name, String value, Duration lasting) {
    return call(
        script(CLAIM, name).arg(value).arg(lasting.toMillis()),
        there -> Optional.ofNullable(there).map(Response::toString));
  }

  @Override
  public Future<Boolean> replace(String name, String mine, String value, Duration lasting) {
    return call(
        script(REPLACE, name).arg(mine).arg(value).arg(lasting.toMillis()),
        done -> isOne(Objects.requireNonNull(done)));
  }

  @Override
  public Future<Void> giveUp(String name, String mine) {
    return call(script(GIVE_UP, name).arg(mine), done -> true).mapEmpty();
  }

  @Override
  public Future<Taken> take(String name, Bucket bucket) {
    return call(
        script(TAKE, name).arg(bucket.intervalMicros()).arg(bucket.wholeMicros()),
        reply -> {
          Response told = Objects.requireNonNull(reply);
          return bucket.taken(
              isOne(told.get(0)), Objects.requireNonNull(told.get(1).toLong(), "TAKE's number"));
        });
  }

  private static boolean isOne(Response number) {
    return number.toString().equals("1");
  }

  private static Request script(String script, String name) {
    return Request.cmd(Command.EVAL).arg(script).arg(1).arg(PREFIX + name);
  }

  /** Completes where it was asked, and not on the connection's event loop. */
  private <T> Future<T> call(Request request, Function<@Nullable Response, T> read) {
    Future<T> reply = link.call(List.of(request)).map(replies -> read.apply(replies.getFirst()));
    ContextInternal asker = ContextInternal.current();
    if (asker == null) {
      return reply;
    }
    Promise<T> there = asker.promise();
    reply.onComplete(there);
    return there.future();
  }
}
