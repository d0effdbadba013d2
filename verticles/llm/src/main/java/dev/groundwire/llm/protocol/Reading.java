package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import java.util.Optional;

/** Makes of a provider's events what a job's reader gets. One for each attempt. */
interface Reading {
  /**
   * Reads one event.
   *
   * @return true when the model has moved on: it wrote, or thought
   * @throws UpstreamFailure when the event is an error, or cannot be understood
   */
  boolean event(byte[] bytes, int from, int length);

  /**
   * Reads a response that is one JSON object instead of a stream of events.
   *
   * @throws UpstreamFailure when it is an error, or cannot be understood
   */
  void whole(byte[] bytes);

  /** True when whoever reads it wrote the request too, and may see what a provider says of it. */
  boolean isPassedThrough();

  /** True when there is something that a reader wants to see. */
  boolean hasBegun();

  /** True when nothing is to come. */
  boolean isDone();

  /**
   * How it ended, or would have if the stream ended now; empty when that is in the middle.
   *
   * @throws UpstreamFailure when the provider withheld the text
   */
  Optional<CallEnded> ending();

  /**
   * What it used so far by the provider's count, with what that does not count yet counted roughly;
   * empty while the provider has said nothing.
   */
  Optional<TokenUsage> toldUsage();

  /** Which model the provider says it is; empty while it has not. */
  Optional<String> model();
}
