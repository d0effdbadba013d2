package dev.groundwire.bus.embedding;

import java.util.List;
import java.util.Optional;

/**
 * Asks for one unit vector a text, in order. Of a query that is longer than the model's window the
 * beginning counts; any other such text is refused as {@code UNPROCESSABLE}.
 *
 * @param texts 1..256
 * @param model id and revision of the model; empty for the one that the room serves first, {@code
 *     NOT_FOUND} for one that it does not serve
 */
public record EmbedTexts(Purpose purpose, List<String> texts, Optional<String> model) {
  /** Queries overtake passages, and some models want them marked. */
  public enum Purpose {
    QUERY,
    PASSAGE,
    /** Like a passage, but somebody is waiting for it. */
    SENTENCE,
    /**
     * Like a passage, after all others. It was cut for another model: what is longer than a local
     * model's window is embedded in pieces.
     */
    BACKFILL
  }

  public EmbedTexts {
    texts = List.copyOf(texts);
  }

  /** Of the model that the room serves first. */
  public EmbedTexts(Purpose purpose, List<String> texts) {
    this(purpose, texts, Optional.empty());
  }
}
