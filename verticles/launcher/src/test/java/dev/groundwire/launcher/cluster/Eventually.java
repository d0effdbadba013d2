package dev.groundwire.launcher.cluster;

import dev.groundwire.launcher.client.Pause;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits for what a cluster comes to in its own time, with an end. */
final class Eventually {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private Eventually() {}

  /** A look that may fail while the cluster is not there yet. */
  interface Look {
    boolean isSo() throws Exception;
  }

  /**
   * @param state told when it never came to be so
   */
  static void so(String what, Duration patience, Look look, Supplier<String> state)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Throwable last = null;
    while (true) {
      try {
        if (look.isSo()) {
          return;
        }
        last = null;
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception notYet) {
        last = notYet;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within " + patience.toMillis() + " ms: " + what + "\n" + state.get(), last);
      }
      Pause.real().of(LOOK_AGAIN);
    }
  }
}
