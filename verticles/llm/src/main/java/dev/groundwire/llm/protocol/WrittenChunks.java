package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.CompletionItem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Chunks of a completion, as bytes: they are decoded once, when they are handed on. */
public final class WrittenChunks implements Gathered<CompletionItem> {
  private static final byte[] NOTHING = new byte[0];
  private static final int SMALL = 1_024;

  private byte[] bytes = NOTHING;
  private int length;
  private int written;

  /** One chunk's JSON. */
  void add(byte[] chunk, int from, int count) {
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

  void add(String chunk) {
    byte[] encoded = chunk.getBytes(StandardCharsets.UTF_8);
    add(encoded, 0, encoded.length);
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
  public CompletionItem take() {
    CompletionChunk chunk =
        new CompletionChunk(new String(bytes, 0, length, StandardCharsets.UTF_8));
    discard();
    return chunk;
  }

  @Override
  public void complete() {}

  @Override
  public void discard() {
    length = 0;
    if (bytes.length > SMALL) {
      // A burst must not cost memory for as long as the answer lasts.
      bytes = NOTHING;
    }
  }
}
