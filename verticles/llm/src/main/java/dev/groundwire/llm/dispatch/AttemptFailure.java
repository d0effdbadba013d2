package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Why an attempt failed.
 *
 * @param message for users: no prompt, no key, what to do
 * @param kind decides what is done about it
 * @param retryAfter what the provider asks for
 */
public record AttemptFailure(
    FailureCode code, String message, Kind kind, Optional<Duration> retryAfter) {
  /** What a failure says about the provider. */
  public enum Kind {
    /** Down or broken: counts on its breaker; try again, then elsewhere. */
    PROVIDER_FAILED,
    /**
     * Silent for its whole time: counts on its breaker; elsewhere first, since it costs the same
     * again.
     */
    PROVIDER_SLOW,
    /** Asks for less: no fault of its own, but its limit shrinks; try again later, or elsewhere. */
    PROVIDER_LIMITS,
    /** Refuses our key, or has no such model: counts on its breaker; only another one helps. */
    PROVIDER_REFUSES,
    /** Cannot do what the request asks for: no fault of its own; only another one helps. */
    NOT_HERE,
    /** The request itself cannot be served by anybody: nothing else is tried. */
    REQUEST_REFUSED
  }

  public AttemptFailure(FailureCode code, String message, Kind kind) {
    this(code, message, kind, Optional.empty());
  }

  public BusFailure toBusFailure() {
    return new BusFailure(code, message, retryAfter.orElse(null));
  }
}
