package dev.groundwire.platform.bus;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounded waits of code on virtual threads. {@link Future#await(long, TimeUnit)} is not used: when
 * it times out on a Vert.x 5.0.12 context, nothing of that context ever goes on.
 */
public final class Deadline {
  private Deadline() {}

  /**
   * The answer, or the failure it failed with.
   *
   * @throws TimeoutException when neither comes in time; the answer may still come, unseen
   */
  public static <T> T await(Future<T> answer, Duration most) throws TimeoutException {
    return answer.timeout(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS).await();
  }
}
