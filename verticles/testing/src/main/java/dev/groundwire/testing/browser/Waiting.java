package dev.groundwire.testing.browser;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks a test's thread for a browser's answer, with a deadline. */
final class Waiting {
  private Waiting() {}

  static <T> T within(Duration deadline, CompletableFuture<T> future) {
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new BrowserFailure("the browser did not answer within " + deadline, late);
    } catch (ExecutionException failed) {
      throw new BrowserFailure(String.valueOf(failed.getCause()), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BrowserFailure("interrupted while waiting for the browser", interrupted);
    }
  }
}
