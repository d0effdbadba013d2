package dev.groundwire.llm.dispatch;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls from one model of one provider while it fails. Each call takes a permit before it
 * starts and settles it once: with its first token, with its failure, or by giving it back when it
 * says nothing of the provider. What was permitted before a change of the state has no say after
 * it.
 */
final class Breaker {
  private static final long PROBE_UNDECIDED = Duration.ofSeconds(1).toMillis();

  private final String provider;
  private final String model;
  private final int probes;
  private final long pauseMillis;
  private final FailureWindow failures;
  private final Timing timing;
  private final Watcher watcher;

  private State state = State.CLOSED;
  private int term;
  private int probing;
  private int succeeded;
  private long openUntil;
  private Timing.Alarm reopening = Timing.Alarm.NONE;

  /** Is told of changes. */
  interface Watcher {
    void changed(Breaker breaker, State state, String reason);
  }

  enum State {
    CLOSED,
    OPEN,
    HALF_OPEN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Breaker(String provider, String model, DispatchConfig config, Timing timing, Watcher watcher) {
    this.provider = provider;
    this.model = model;
    this.probes = config.breakerProbes();
    this.pauseMillis = config.breakerPause().toMillis();
    this.failures = new FailureWindow(config.breakerFailures(), config.breakerWindow().toMillis());
    this.timing = timing;
    this.watcher = watcher;
  }

  String provider() {
    return provider;
  }

  String model() {
    return model;
  }

  State state() {
    return state;
  }

  /** Whether {@link #tryAcquire} would give a permit. */
  boolean mayTry() {
    return state == State.CLOSED || (state == State.HALF_OPEN && probing + succeeded < probes);
  }

  /** How long nothing is let through, 0 when it is. */
  long waitMillis() {
    if (mayTry()) {
      return 0;
    }
    return state == State.OPEN ? Math.max(1, openUntil - timing.now()) : PROBE_UNDECIDED;
  }

  @Nullable Permit tryAcquire() {
    if (!mayTry()) {
      return null;
    }
    if (state == State.HALF_OPEN) {
      probing++;
    }
    return new Permit(term);
  }

  void close() {
    reopening.cancel();
  }

  /** One call's say. */
  final class Permit {
    private final int givenIn;
    private boolean isSettled;

    private Permit(int givenIn) {
      this.givenIn = givenIn;
    }

    void succeeded() {
      if (settles() && state == State.HALF_OPEN) {
        probing--;
        succeeded++;
        if (succeeded >= probes) {
          failures.clear();
          become(State.CLOSED, "");
        }
      }
    }

    void failed(String reason) {
      if (!settles()) {
        return;
      }
      if (state == State.HALF_OPEN || failures.isFullWith(timing.now())) {
        openUntil = timing.now() + pauseMillis;
        reopening = timing.in(pauseMillis, () -> become(State.HALF_OPEN, reason));
        become(State.OPEN, reason);
      }
    }

    void giveBack() {
      if (settles() && state == State.HALF_OPEN) {
        probing--;
      }
    }

    private boolean settles() {
      boolean counts = !isSettled && givenIn == term;
      isSettled = true;
      return counts;
    }
  }

  private void become(State next, String reason) {
    state = next;
    term++;
    probing = 0;
    succeeded = 0;
    watcher.changed(this, next, reason);
  }
}
