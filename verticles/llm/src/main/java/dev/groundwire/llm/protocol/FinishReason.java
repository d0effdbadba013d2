package dev.groundwire.llm.protocol;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;

/** Why a text ends, in the words of the chat completions protocol. */
final class FinishReason {
  static final String STOP = "stop";
  static final String LENGTH = "length";
  static final String TOOL_CALLS = "tool_calls";
  static final String CONTENT_FILTER = "content_filter";

  private FinishReason() {}

  /**
   * As a generation knows them.
   *
   * @throws UpstreamFailure when the provider withheld the text
   */
  static String ofGeneration(String reason) {
    if (reason.equals(CONTENT_FILTER)) {
      throw new UpstreamFailure(
          FailureCode.UPSTREAM_FAILED,
          "The model provider's content filter stopped the answer.",
          Kind.REQUEST_REFUSED);
    }
    return reason.equals(LENGTH) ? LENGTH : STOP;
  }

  /** Of a stop reason of the Messages API. */
  static String ofMessages(String stopReason) {
    return switch (stopReason) {
      case "max_tokens", "model_context_window_exceeded" -> LENGTH;
      case "tool_use" -> TOOL_CALLS;
      case "refusal" -> CONTENT_FILTER;
      default -> STOP;
    };
  }
}
