package dev.groundwire.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** Where the story of an answer waits, and who may end its wait. From any thread. */
final class StoryWait {
  private @Nullable Interruption interruption;
  private @Nullable Promise<?> awaited;

  /** Ends the present or the next wait. Only the first one counts. */
  void interrupt(Interruption why) {
    Promise<?> waiting;
    synchronized (this) {
      if (interruption != null) {
        return;
      }
      interruption = why;
      waiting = awaited;
    }
    if (waiting != null) {
      waiting.tryFail(new InterruptedAnswer(why));
    }
  }

  /**
   * For the one story of this answer, on its virtual thread.
   *
   * @throws InterruptedAnswer at once when the answer is interrupted; the future then runs on alone
   */
  <T> T await(Future<T> future) {
    Promise<T> either = Promise.promise();
    waitFor(either);
    future.onSuccess(either::tryComplete).onFailure(either::tryFail);
    try {
      return either.future().await();
    } finally {
      waitFor(null);
    }
  }

  private synchronized void waitFor(@Nullable Promise<?> next) {
    if (next != null && interruption != null) {
      throw new InterruptedAnswer(interruption);
    }
    awaited = next;
  }
}
