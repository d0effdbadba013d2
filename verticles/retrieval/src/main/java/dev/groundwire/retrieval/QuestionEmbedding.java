package dev.groundwire.retrieval;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.retrieval.index.ModelVector;
import java.time.Duration;
import java.util.List;

/** Asks the embedding room for the vector of a question. */
final class QuestionEmbedding {
  /** From the longest question this comes below 64 characters, which fit every model. */
  private static final int MOST_CUTS = 18;

  private final Bus bus;
  private final Duration timeout;

  QuestionEmbedding(Bus bus, Duration timeout) {
    this.bus = bus;
    this.timeout = timeout;
  }

  /**
   * The vector of the question, or of as much of its beginning as fits the model's window. Fails as
   * the room fails: a search for meaning is not answered by words alone.
   */
  ModelVector of(String question) {
    String text = question;
    for (int cuts = 0; ; cuts++) {
      try {
        TextsEmbedded embedded =
            bus.request(
                    EmbeddingBus.EMBED_TEXTS,
                    new EmbedTexts(EmbedTexts.Purpose.QUERY, List.of(text)),
                    timeout)
                .await();
        return new ModelVector(embedded.model(), embedded.vectors().getFirst());
      } catch (BusFailure refused) {
        if (refused.code() != FailureCode.UNPROCESSABLE || cuts == MOST_CUTS) {
          throw refused;
        }
        text = shorter(text);
      }
    }
  }

  /** The first three quarters, at a word's end where there is one, never within a character. */
  static String shorter(String text) {
    int end = Math.max(1, text.length() * 3 / 4);
    int space = text.lastIndexOf(' ', end);
    int cut = space > end / 2 ? space : end;
    return Character.isHighSurrogate(text.charAt(cut - 1)) && cut > 1
        ? text.substring(0, cut - 1)
        : text.substring(0, cut);
  }
}
