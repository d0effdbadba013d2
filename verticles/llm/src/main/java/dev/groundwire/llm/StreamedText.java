package dev.groundwire.llm;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the objects of one chat completion into text and its end. */
final class StreamedText {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final ChatChunk chunk = new ChatChunk();
  private final TokenSink sink;
  private final int roughPromptTokens;
  private @Nullable String finishReason;
  private @Nullable TokenUsage usage;
  private int characters;
  private boolean done;

  /**
   * @param roughPromptTokens for a provider that does not count
   */
  StreamedText(TokenSink sink, int roughPromptTokens) {
    this.sink = sink;
    this.roughPromptTokens = roughPromptTokens;
  }

  /** Returns true when the model has moved on. */
  boolean accept(byte[] data, int length) {
    if (done || isDone(data, length)) {
      done = true;
      return true;
    }
    try {
      chunk.read(data, length);
    } catch (IOException malformed) {
      throw UpstreamFailure.passing(
          FailureCode.UPSTREAM_FAILED,
          "The model provider sent something that is no chat completion; check LLM_BASE_URL.");
    }
    String error = chunk.error();
    if (error != null) {
      throw Refusal.ofErrorInStream(error);
    }
    if (!chunk.text().isEmpty()) {
      characters += chunk.text().length();
      sink.append(chunk.text());
    }
    finishReason = chunk.finishReason() == null ? finishReason : chunk.finishReason();
    usage = chunk.usage() == null ? usage : chunk.usage();
    return chunk.isProgress();
  }

  private static boolean isDone(byte[] data, int length) {
    if (length != DONE.length) {
      return false;
    }
    for (int at = 0; at < length; at++) {
      if (data[at] != DONE[at]) {
        return false;
      }
    }
    return true;
  }

  boolean hasBegun() {
    return characters > 0;
  }

  /** True after {@code [DONE]}: nothing is to come. */
  boolean isDone() {
    return done;
  }

  /**
   * The end of the text; empty when it ended in the middle.
   *
   * @throws UpstreamFailure when the provider withheld the text
   */
  Optional<Completion> completion() {
    String reason = finishReason;
    if (reason == null && !done) {
      return Optional.empty();
    }
    if ("content_filter".equals(reason)) {
      throw UpstreamFailure.lasting(
          FailureCode.UPSTREAM_FAILED, "The model provider's content filter stopped the answer.");
    }
    TokenUsage counted = usage;
    return Optional.of(
        new Completion(
            Completion.LENGTH.equals(reason) ? Completion.LENGTH : Completion.STOP,
            counted == null
                ? new TokenUsage(roughPromptTokens, RoughTokens.ofLength(characters))
                : counted));
  }
}
