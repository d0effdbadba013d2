package dev.groundwire.llm;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.time.Duration;
import java.util.Optional;

/** One call to a provider that failed. Its message is for users. */
final class UpstreamFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FailureCode code;
  private final boolean mayPass;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param mayPass true when the same call may succeed a moment later
   * @param retryAfter what the provider asks for
   */
  UpstreamFailure(
      FailureCode code, String message, boolean mayPass, Optional<Duration> retryAfter) {
    super(message);
    this.code = code;
    this.mayPass = mayPass;
    this.retryAfter = retryAfter;
  }

  /** Later it may work. */
  static UpstreamFailure passing(FailureCode code, String message) {
    return new UpstreamFailure(code, message, true, Optional.empty());
  }

  /** It fails until somebody changes something. */
  static UpstreamFailure lasting(FailureCode code, String message) {
    return new UpstreamFailure(code, message, false, Optional.empty());
  }

  boolean mayPass() {
    return mayPass;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  BusFailure toBusFailure() {
    return new BusFailure(code, String.valueOf(getMessage()));
  }
}
