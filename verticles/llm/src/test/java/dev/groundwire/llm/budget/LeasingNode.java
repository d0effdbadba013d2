package dev.groundwire.llm.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A node that leases, driven from a test's thread on a context of its own. */
final class LeasingNode implements AllowanceContract.Node {
  private static final long LOOK_AGAIN = 5;
  private static final long PATIENCE = 30_000;

  final Context context;
  final Allowance allowance;
  private final Vertx vertx;

  LeasingNode(Vertx vertx, RedisLink link, String provider, long perMinute, int nodes) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.allowance =
        here(() ->
            Budgets.inRedis(link, context, UUID.randomUUID(), () -> nodes)
                .of(provider, perMinute, LeasingNode::now, () -> {}));
  }

  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  <T> T here(Supplier<T> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(then -> {
      try {
        done.complete(work.get());
      } catch (RuntimeException failed) {
        done.fail(failed);
      }
    });
    return await(done.future());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException(late);
    }
  }

  /** Looks again until it says so. */
  boolean until(Supplier<Boolean> here) {
    long end = now() + PATIENCE;
    while (!here(here)) {
      if (now() > end) {
        return false;
      }
      await(vertx.timer(LOOK_AGAIN, TimeUnit.MILLISECONDS));
    }
    return true;
  }

  /** Fetched until it is there, or known not to be. */
  private boolean settled(int tokens) {
    if (allowance.isAtHand(tokens, now()) || allowance.waitMillis(tokens, now()) > 0) {
      return true;
    }
    allowance.fetch(tokens, now());
    return false;
  }

  @Override
  public long reserve(int tokens) {
    assertThat(
            until(() -> {
              allowance.fetch(tokens, now());
              return allowance.isAtHand(tokens, now());
            }))
        .as("never at hand")
        .isTrue();
    return here(() -> allowance.reserve(tokens, now()));
  }

  @Override
  public boolean isFree(int tokens) {
    assertThat(until(() -> settled(tokens))).isTrue();
    return here(() -> allowance.isAtHand(tokens, now()));
  }

  @Override
  public long waitMillis(int tokens) {
    return here(() -> allowance.waitMillis(tokens, now()));
  }

  @Override
  public void settle(long reserved, int used) {
    here(() -> {
      allowance.settle(reserved, used, now());
      allowance.refresh(now());
      return used;
    });
  }
}
