package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.time.Duration;
import java.util.List;

/** What came of one call to an endpoint. */
sealed interface CallOutcome {
  record Embedded(List<float[]> vectors) implements CallOutcome {}

  /** The same call would fail again. */
  record Refused(BusFailure failure) implements CallOutcome {}

  /**
   * @param pause asked for by the endpoint; zero when it did not say
   */
  record Later(BusFailure failure, Duration pause) implements CallOutcome {}

  static CallOutcome refused(FailureCode code, String message) {
    return new Refused(new BusFailure(code, message));
  }

  static CallOutcome later(FailureCode code, String message) {
    return new Later(new BusFailure(code, message), Duration.ZERO);
  }
}
