package dev.groundwire.llm;

import dev.groundwire.bus.llm.TokenUsage;

/**
 * How a text ended.
 *
 * @param finishReason {@code stop} or {@code length}
 */
record Completion(String finishReason, TokenUsage usage) {
  static final String STOP = "stop";
  static final String LENGTH = "length";
}
