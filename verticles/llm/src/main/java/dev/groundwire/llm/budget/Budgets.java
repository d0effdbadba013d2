package dev.groundwire.llm.budget;

import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Context;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Who counts the tokens of a provider. */
@FunctionalInterface
public interface Budgets {
  /** Of a node without others. */
  Budgets OF_ONE_NODE =
      (provider, perMinute, clock, changed) -> new TokenAllowance(perMinute, clock.getAsLong());

  /**
   * @param perMinute 0 for no limit
   * @param clock the time that callers tell
   * @param changed is run, later, when what waited may start
   */
  Allowance of(String provider, long perMinute, LongSupplier clock, Runnable changed);

  /**
   * All nodes together by Redis.
   *
   * @param context of the room
   * @param nodes that share them, this one included, as far as is known
   */
  static Budgets inRedis(RedisLink link, Context context, UUID node, IntSupplier nodes) {
    return (provider, perMinute, clock, changed) ->
        perMinute == 0
            ? new TokenAllowance(0, clock.getAsLong())
            : new SharedAllowance(
                provider,
                perMinute,
                new RedisLeases(link, context, node, provider),
                nodes,
                clock,
                changed);
  }

  /** Each node its part of them. */
  static Budgets divided(IntSupplier nodes) {
    return (provider, perMinute, clock, changed) ->
        new NodeShare(perMinute, nodes, clock.getAsLong());
  }
}
