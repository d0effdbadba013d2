package dev.groundwire.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The tokenizer of a local model; threads may share it. It never cuts and never pads. */
final class BertTokenizer implements AutoCloseable {
  /**
   * Longer texts are counted in pieces: an encoding costs some 200 bytes a token, and a document
   * may be one line of many megabytes. White space is no part of any token, so that pieces cut
   * there count exactly.
   */
  private static final int PIECE = 1 << 16;

  private static final long UNKNOWN = 100;

  private final HuggingFaceTokenizer tokenizer;

  BertTokenizer(LocalModelCard card) {
    try (InputStream file = BertTokenizer.class.getResourceAsStream(card.tokenizerResource())) {
      if (file == null) {
        throw new IllegalStateException(card.tokenizerResource() + " is not on the class path");
      }
      tokenizer =
          HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false", "padding", "false"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(card.tokenizerResource() + " is not readable", unreadable);
    }
  }

  /** With the special tokens at both ends. */
  long[] ids(String text) {
    return tokenizer.encode(text, true, false).getIds();
  }

  /** Without special tokens. */
  int count(String text) {
    return sum(text, piece -> tokenizer.encode(piece, false, false).getIds().length);
  }

  /**
   * No fewer than a tokenizer would count that knows bytes instead of this one's "unknown", which
   * may stand for a word of any length.
   */
  int countUnknownAsBytes(String text) {
    return sum(text, this::bytesOfUnknown);
  }

  private int bytesOfUnknown(String piece) {
    Encoding encoding = tokenizer.encode(piece, false, false);
    long[] ids = encoding.getIds();
    CharSpan[] spans = encoding.getCharTokenSpans();
    Cursor cursor = new Cursor(piece);
    int count = 0;
    for (int i = 0; i < ids.length; i++) {
      count += ids[i] == UNKNOWN ? cursor.bytes(spans[i].getStart(), spans[i].getEnd()) : 1;
    }
    return count;
  }

  /** Walks a text by code points, which is what the tokenizer counts positions in. */
  private static final class Cursor {
    private final String text;
    private int codePoint;
    private int index;

    Cursor(String text) {
      this.text = text;
    }

    /** Spans are asked for from left to right. */
    int bytes(int startCodePoint, int endCodePoint) {
      int start = advance(startCodePoint);
      int end = advance(endCodePoint);
      return text.substring(start, end).getBytes(StandardCharsets.UTF_8).length;
    }

    private int advance(int to) {
      // Half a surrogate pair counts more than once there: never run past the end.
      for (; codePoint < to && index < text.length(); codePoint++) {
        index += Character.charCount(text.codePointAt(index));
      }
      return index;
    }
  }

  private static int sum(String text, ToIntFunction<String> count) {
    int total = 0;
    int start = 0;
    while (text.length() - start > PIECE) {
      int end = start + PIECE;
      int space = end;
      while (space > start && !Character.isWhitespace(text.charAt(space))) {
        space--;
      }
      if (space > start) {
        end = space;
      } else if (Character.isLowSurrogate(text.charAt(end))) {
        end--;
      }
      total += count.applyAsInt(text.substring(start, end));
      start = end;
    }
    return total + count.applyAsInt(text.substring(start));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
