package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads a chat completion of an OpenAI-compatible provider. */
final class ChatReading implements Reading {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  /** Gets each chunk, understood and as it came; valid during the call only. */
  interface Taker {
    /** Returns true when a reader wants to see something of it. */
    boolean take(ChatChunk chunk, byte[] bytes, int from, int length);

    /** What the end of the text is called. */
    String finishReason(String reason);
  }

  private final ChatChunk chunk = new ChatChunk();
  private final Tally tally;
  private final Taker taker;

  ChatReading(Tally tally, Taker taker) {
    this.tally = tally;
    this.taker = taker;
  }

  @Override
  public boolean event(byte[] bytes, int from, int length) {
    if (isDone(bytes, from, length)) {
      tally.done();
      return true;
    }
    chunk.read(bytes, from, length);
    return understood(bytes, from, length);
  }

  private boolean understood(byte[] bytes, int from, int length) {
    String error = chunk.error();
    if (error != null) {
      throw UpstreamFailure.inStream(error);
    }
    boolean isWanted = taker.take(chunk, bytes, from, length);
    int characters = chunk.text().length() + chunk.otherCharacters();
    tally.wrote(characters);
    if (isWanted) {
      tally.begin();
    }
    String reason = chunk.finishReason();
    if (reason != null) {
      tally.finish(reason);
    }
    TokenUsage usage = chunk.usage();
    if (usage != null) {
      tally.count(usage);
    }
    return characters > 0;
  }

  private static boolean isDone(byte[] bytes, int from, int length) {
    return length == DONE.length && Arrays.equals(bytes, from, from + length, DONE, 0, DONE.length);
  }

  @Override
  public void whole(byte[] bytes) {
    chunk.read(bytes, 0, bytes.length);
    String error = chunk.error();
    byte[] streamed = error == null ? WholeCompletion.asChunk(bytes) : bytes;
    understood(streamed, 0, streamed.length);
    tally.done();
  }

  @Override
  public boolean isPassedThrough() {
    return taker instanceof ChatPassage;
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
    String name = taker.finishReason(reason == null ? FinishReason.STOP : reason);
    return Optional.of(new CallEnded(name, tally.usage()));
  }

  @Override
  public Optional<TokenUsage> toldUsage() {
    return tally.told();
  }

  @Override
  public Optional<String> model() {
    return Optional.ofNullable(chunk.model());
  }
}
