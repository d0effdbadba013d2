package dev.groundwire.llm.protocol;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;

/** What a provider sent ends its attempt. Without a stack: providers fail as they please. */
final class UpstreamFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient AttemptFailure failure;

  UpstreamFailure(AttemptFailure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  UpstreamFailure(FailureCode code, String message, Kind kind) {
    this(new AttemptFailure(code, message, kind));
  }

  /** It speaks another protocol than it should. */
  static UpstreamFailure notUnderstood(String what) {
    return new UpstreamFailure(
        FailureCode.UPSTREAM_FAILED,
        "The model provider sent " + what + "; check its base_url.",
        Kind.PROVIDER_FAILED);
  }

  AttemptFailure failure() {
    return failure;
  }
}
