package dev.groundwire.testing.provider;

import io.vertx.core.Future;
import java.time.Duration;

/** What the scripted provider does next. */
public sealed interface Step {
  /** Sends a piece of text, as a chunk of its own when streaming. */
  record Say(String text) implements Step {}

  /** Says why the text ends: {@code stop}, {@code length} or something else. */
  record Finish(String reason) implements Step {}

  /** Counts, as {@code stream_options.include_usage} asks for. */
  record Count(int promptTokens, int completionTokens) implements Step {}

  /** Sends these characters as they are, for malformed chunks and errors within a stream. */
  record Send(String raw) implements Step {}

  /** Sends these bytes as they are. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record SendBytes(byte[] raw) implements Step {}

  record Wait(Duration time) implements Step {}

  /** Goes on once the test says so. */
  record Until(Future<?> signal) implements Step {}

  /** Does nothing more, until the client closes. */
  record Stall() implements Step {}

  /** Closes the connection in the middle. */
  record Disconnect() implements Step {}
}
