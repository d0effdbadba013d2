package dev.groundwire.llm.protocol;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;

/** What a provider sent ends its attempt. Without a stack: providers fail as they please. */
final class UpstreamFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient AttemptFailure failure;
  private final String said;

  /**
   * @param said what is wrong, for the log: the provider's own words where it has some
   */
  private UpstreamFailure(AttemptFailure failure, String said) {
    super(failure.message(), null, false, false);
    this.failure = failure;
    this.said = said;
  }

  UpstreamFailure(AttemptFailure failure) {
    this(failure, failure.message());
  }

  UpstreamFailure(FailureCode code, String message, Kind kind) {
    this(new AttemptFailure(code, message, kind));
  }

  /** An error object within its answer. */
  static UpstreamFailure inStream(String said) {
    return new UpstreamFailure(Refusal.inStream(said), said);
  }

  /** It speaks another protocol than it should. */
  static UpstreamFailure notUnderstood(String what) {
    return new UpstreamFailure(
        FailureCode.UPSTREAM_FAILED,
        "The model provider sent " + what + "; check its base_url.",
        Kind.PROVIDER_FAILED);
  }

  /** For the log; may be long, and may quote the key. */
  String said() {
    return said;
  }

  AttemptFailure failure() {
    return failure;
  }
}
