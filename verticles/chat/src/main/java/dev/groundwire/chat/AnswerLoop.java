package dev.groundwire.chat;

import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * The event loop that owns the answers in memory. Stories on virtual threads hand over to it what
 * is to happen there, in the order in which they hand it over.
 */
final class AnswerLoop {
  private final Context context;

  AnswerLoop(Context context) {
    this.context = context;
  }

  void run(Runnable work) {
    context.runOnContext(ignored -> work.run());
  }

  /** For the calling code's own request: what is asked on the bus from there belongs to it. */
  void continueWith(Runnable work) {
    Trail.current().run(context, work);
  }

  /** Its result, or what it threw. */
  <T> Future<T> submit(Supplier<T> work) {
    Promise<T> done = Promise.promise();
    run(() -> settle(done, work));
    return done.future();
  }

  private static <T> void settle(Promise<T> done, Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (Throwable failure) {
      done.fail(failure);
      return;
    }
    done.complete(result);
  }

  /** The same for virtual threads. */
  <T> T call(Supplier<T> work) {
    return submit(work).await();
  }

  /** For virtual threads: comes back when it is done. */
  void perform(Runnable work) {
    submit(
            () -> {
              work.run();
              return true;
            })
        .await();
  }
}
