package dev.groundwire.bus.embedding;

import java.util.List;

/**
 * Asks for one unit vector a text, in order. Of a query that is longer than the model's window the
 * beginning counts; any other such text is refused as {@code UNPROCESSABLE}.
 *
 * @param texts 1..256
 */
public record EmbedTexts(Purpose purpose, List<String> texts) {
  /** Queries overtake passages, and some models want them marked. */
  public enum Purpose {
    QUERY,
    PASSAGE,
    /** Like a passage, but somebody is waiting for it. */
    SENTENCE
  }

  public EmbedTexts {
    texts = List.copyOf(texts);
  }
}
