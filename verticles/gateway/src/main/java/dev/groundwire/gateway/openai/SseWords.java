package dev.groundwire.gateway.openai;

import dev.groundwire.gateway.http.EventStream;

/** What is said beside chunks. */
final class SseWords {
  static final String DONE = "[DONE]";

  private SseWords() {}

  /** An error event in a stream that has begun, else a response with the failure's own status. */
  static void fail(EventStream stream, Throwable why) {
    if (stream.hasBegun()) {
      stream.event("error", OpenAiErrors.line(why));
      stream.end();
    } else {
      stream.fail(why);
    }
  }
}
