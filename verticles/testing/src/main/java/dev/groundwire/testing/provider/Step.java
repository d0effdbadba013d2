package dev.groundwire.testing.provider;

import io.vertx.core.Future;
import java.time.Duration;

/** What the scripted provider does next. */
public sealed interface Step {
  /** Opens the message, as the chunk with the role does; sends nothing when not streaming. */
  record Begin() implements Step {}

  /** Sends a piece of text, as a chunk of its own when streaming. */
  record Say(String text) implements Step {}

  /**
   * Sends {@code NUMBER@NANOS }: 17 digits of {@link System#nanoTime} at the moment of writing, so
   * that a reader on the same machine knows how long it was on its way.
   */
  record Stamp(int number) implements Step {}

  /**
   * Sends a piece of a call of a tool.
   *
   * @param id empty but in the first piece, like the name
   */
  record CallTool(int index, String id, String name, String arguments) implements Step {}

  /** Says why the text ends: {@code stop}, {@code length} or something else. */
  record Finish(String reason) implements Step {}

  /** Counts, as {@code stream_options.include_usage} asks for. */
  record Count(int promptTokens, int completionTokens) implements Step {}

  /** Sends an error object within a stream whose status was 200. */
  record Fail(String type, String message) implements Step {}

  /** Sends what only keeps the connection alive. */
  record KeepAlive() implements Step {}

  /** Sends what ends a stream. */
  record Done() implements Step {}

  /** Sends these characters as they are, for malformed chunks. */
  record Send(String raw) implements Step {}

  /** Sends these bytes as they are. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record SendBytes(byte[] raw) implements Step {}

  record Wait(Duration time) implements Step {}

  /** Goes on once the test says so. */
  record Until(Future<?> signal) implements Step {}

  /** Does nothing more, until the client closes. */
  record Stall() implements Step {}

  /** Closes the connection in the middle, or resets the stream of HTTP/2. */
  record Disconnect() implements Step {}
}
