package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** The language of a text, when it is long and clear enough to tell. */
final class LanguageGuess {
  private static final int SAMPLE = 5_000;
  private static final int FEWEST_LETTERS = 60;

  private LanguageGuess() {}

  /** Holds the model from the first use on: 0.7 s and 50 MB that plain failures need not pay. */
  private static final class Model {
    static final LanguageDetectorModel LOADED = load();
    static final Map<String, String> TWO_LETTERS = twoLetters();

    private static LanguageDetectorModel load() {
      try (InputStream content = LanguageGuess.class.getResourceAsStream("/langdetect-183.bin")) {
        if (content == null) {
          throw new IllegalStateException("langdetect-183.bin is not on the class path");
        }
        return new LanguageDetectorModel(content);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    private static Map<String, String> twoLetters() {
      Map<String, String> codes = new HashMap<>();
      for (String two : Locale.getISOLanguages()) {
        codes.put(Locale.of(two).getISO3Language(), two);
      }
      // Members of ISO macrolanguages that the model tells apart.
      codes.put("cmn", "zh");
      codes.put("arb", "ar");
      codes.put("pes", "fa");
      codes.put("ekk", "et");
      codes.put("lvs", "lv");
      codes.put("zlm", "ms");
      return Map.copyOf(codes);
    }
  }

  static Optional<String> of(String text) {
    String sample = sample(text);
    if (sample.codePoints().filter(Character::isLetter).count() < FEWEST_LETTERS) {
      return Optional.empty();
    }
    Language[] guesses = new LanguageDetectorME(Model.LOADED).predictLanguages(sample);
    if (guesses.length < 2 || guesses[0].getConfidence() < 2 * guesses[1].getConfidence()) {
      return Optional.empty();
    }
    String code = guesses[0].getLang();
    return Optional.of(Model.TWO_LETTERS.getOrDefault(code, code));
  }

  /** From the middle: beginnings are titles, addresses and tables of contents. */
  private static String sample(String text) {
    int from = Math.max(0, text.length() / 2 - SAMPLE / 2);
    return text.substring(from, Math.min(text.length(), from + SAMPLE));
  }
}
