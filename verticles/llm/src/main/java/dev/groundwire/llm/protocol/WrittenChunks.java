package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.CompletionItem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Chunks of a completion, as bytes: they are decoded once, when they are handed on. */
public final class WrittenChunks implements Gathered<CompletionItem> {
  private static final byte[] NOTHING = new byte[0];
  private static final int SMALL = 1_024;

  /** A token in its chunk takes some 200 bytes; one item of the bus need not become larger. */
  private static final int ENOUGH_BYTES = 16 << 10;

  private byte[] bytes = NOTHING;
  private int length;

  /** Of what the chunks say, not of their JSON. */
  private int characters;

  private int written;
  private ToldText told = ToldText.NOTHING;

  /**
   * One chunk's JSON.
   *
   * @param says characters of its text, thoughts and tool calls
   */
  void add(byte[] chunk, int from, int count, int says) {
    characters += says;
    int start = length == 0 ? 0 : length + 1;
    if (start + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(start + count, 2 * length));
    }
    if (start > 0) {
      bytes[length] = '\n';
    }
    written++;
    System.arraycopy(chunk, from, bytes, start, count);
    length = start + count;
    // Only white space between tokens can be a line's end in JSON.
    for (int at = start; at < length; at++) {
      if (bytes[at] == '\n' || bytes[at] == '\r') {
        bytes[at] = ' ';
      }
    }
  }

  void add(String chunk, int says) {
    byte[] encoded = chunk.getBytes(StandardCharsets.UTF_8);
    add(encoded, 0, encoded.length, says);
  }

  /** From now on the beginning of what is taken is remembered. */
  void remember() {
    told = new ToldText();
  }

  /** What was taken, as far as it is remembered: a chunk a line. */
  String told() {
    return told.toString();
  }

  /** Chunks, in all attempts: most hold one token. */
  int written() {
    return written;
  }

  @Override
  public int size() {
    return length;
  }

  @Override
  public boolean isEnough() {
    return characters >= ENOUGH_CHARACTERS || length >= ENOUGH_BYTES;
  }

  @Override
  public CompletionItem take() {
    CompletionChunk chunk =
        new CompletionChunk(new String(bytes, 0, length, StandardCharsets.UTF_8));
    told.addLine(chunk.data());
    discard();
    return chunk;
  }

  @Override
  public void complete() {}

  @Override
  public void discard() {
    length = 0;
    characters = 0;
    if (bytes.length > SMALL) {
      // A burst must not cost memory for as long as the answer lasts.
      bytes = NOTHING;
    }
  }
}
