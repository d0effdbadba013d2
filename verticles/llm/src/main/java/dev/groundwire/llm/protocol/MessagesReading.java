package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a message of Anthropic's Messages API. */
final class MessagesReading implements Reading {
  /** Gets each event; valid during the call only. */
  interface Taker {
    /** Returns true when a reader wants to see something of it. */
    boolean take(MessagesEvent event);

    /**
     * Nothing is to come.
     *
     * @param reason in the words of the chat completions protocol
     */
    void end(String reason, TokenUsage usage);

    /** What the end of the text is called. */
    String finishReason(String reason);
  }

  private final MessagesEvent event = new MessagesEvent();
  private final Tally tally;
  private final Taker taker;
  private final int roughPromptTokens;
  private int inputTokens = -1;
  private @Nullable String model;

  MessagesReading(int roughPromptTokens, Taker taker) {
    this.roughPromptTokens = roughPromptTokens;
    this.tally = new Tally(roughPromptTokens);
    this.taker = taker;
  }

  @Override
  public boolean event(byte[] bytes, int from, int length) {
    event.read(bytes, from, length);
    String error = event.error();
    if (error != null || event.type().equals("error")) {
      throw UpstreamFailure.inStream(error == null ? "" : error);
    }
    model = event.model() == null ? model : event.model();
    // The last event may repeat only a part of what the first one said.
    inputTokens = Math.max(inputTokens, event.inputTokens());
    if (event.outputTokens() >= 0 && event.stopReason() != null) {
      int prompt = inputTokens < 0 ? roughPromptTokens : inputTokens;
      tally.count(new TokenUsage(prompt, event.outputTokens()));
    }
    String stopReason = event.stopReason();
    if (stopReason != null) {
      tally.finish(FinishReason.ofMessages(stopReason));
    }
    tally.wrote(event.text().length());
    if (taker.take(event)) {
      tally.begin();
    }
    if (event.type().equals("message_stop")) {
      finish();
    }
    return event.type().startsWith("content_block");
  }

  private void finish() {
    String reason = tally.finishReason();
    tally.done();
    taker.end(reason == null ? FinishReason.STOP : reason, usage());
  }

  @Override
  public void whole(byte[] bytes) {
    WholeMessage.events(bytes, single -> event(single, 0, single.length));
  }

  @Override
  public boolean isPassedThrough() {
    return taker instanceof MessagesTranslation;
  }

  @Override
  public boolean hasBegun() {
    return tally.hasBegun();
  }

  @Override
  public boolean isDone() {
    return tally.isDone();
  }

  @Override
  public Optional<CallEnded> ending() {
    String reason = tally.finishReason();
    if (reason == null && !tally.isDone()) {
      return Optional.empty();
    }
    if (!tally.isDone()) {
      finish();
    }
    return Optional.of(
        new CallEnded(taker.finishReason(reason == null ? FinishReason.STOP : reason), usage()));
  }

  @Override
  public Optional<TokenUsage> toldUsage() {
    return inputTokens < 0 ? tally.told() : Optional.of(usage());
  }

  private TokenUsage usage() {
    TokenUsage counted = tally.usage();
    return inputTokens < 0 ? counted : new TokenUsage(inputTokens, counted.completionTokens());
  }

  @Override
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }
}
