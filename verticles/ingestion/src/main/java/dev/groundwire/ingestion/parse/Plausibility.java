package dev.groundwire.ingestion.parse;

import java.lang.Character.UnicodeScript;
import java.nio.charset.Charset;
import java.util.EnumMap;
import java.util.Map;

/**
 * Scores how much a decoded text looks like language: letters that are frequent in their script
 * speak for it; mixed scripts, capitals inside words and symbols between letters against it.
 */
final class Plausibility {
  private static final Map<UnicodeScript, String> FREQUENT = new EnumMap<>(UnicodeScript.class);

  static {
    FREQUENT.put(UnicodeScript.CYRILLIC, "оеаинтсрвлкмдпуі");
    FREQUENT.put(UnicodeScript.ARABIC, "اليمنوتربةعدسفحك");
    FREQUENT.put(UnicodeScript.GREEK, "αοιετσνηυρπκμλός");
    FREQUENT.put(UnicodeScript.HEBREW, "יוהלאתרבמשנ");
    FREQUENT.put(UnicodeScript.THAI, "านรกเงอมลยวดทสต่้ั");
    FREQUENT.put(UnicodeScript.LATIN, "éèàüöäßçñáíóúãõêâåæøšžčřěýłąężśćńőűğışİ");
  }

  private Plausibility() {}

  /** Above zero when there is more for it than against it. */
  static double of(byte[] sample, Charset charset) {
    String text = new String(sample, charset);
    double score = 0;
    int foreign = 0;
    for (int i = 0; i < text.length(); i++) {
      char here = text.charAt(i);
      if (here < 0x80) {
        continue;
      }
      foreign++;
      char before = i > 0 ? text.charAt(i - 1) : ' ';
      char after = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      score += Character.isLetter(here) ? letter(before, here, after) : other(before, here, after);
    }
    return foreign == 0 ? 0 : score / foreign;
  }

  private static double letter(char before, char here, char after) {
    UnicodeScript script = scriptOf(here);
    double score =
        FREQUENT.getOrDefault(script, "").indexOf(Character.toLowerCase(here)) >= 0 ? 1.5 : 0.5;
    if (Character.isLetter(before)) {
      boolean sameScript = scriptOf(before) == script;
      score -= sameScript ? 0 : 2;
      score -= Character.isUpperCase(here) && Character.isLowerCase(before) ? 2 : 0;
      // Two letters beyond ASCII in a row are rare where the alphabet is mostly ASCII.
      score -= script == UnicodeScript.LATIN && before >= 0x80 ? 1.2 : 0;
    }
    if (script == UnicodeScript.LATIN
        && !Character.isLetter(before)
        && !Character.isLetter(after)
        && "àáéèóúíæåöÀÉÓÅÖ".indexOf(here) < 0) {
      score -= 0.7;
    }
    return score;
  }

  /** Japanese and Korean write with several scripts side by side. */
  private static UnicodeScript scriptOf(char letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return switch (script) {
      case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> UnicodeScript.HAN;
      default -> script;
    };
  }

  private static double other(char before, char here, char after) {
    int type = Character.getType(here);
    if (here == '\uFFFD' || type == Character.CONTROL || type == Character.UNASSIGNED) {
      return -5;
    }
    if (type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK) {
      return Character.isLetter(before) || before > 0x80 ? 0.8 : -2;
    }
    boolean insideWord = Character.isLetter(before) && Character.isLetter(after);
    boolean symbol =
        type == Character.OTHER_SYMBOL
            || type == Character.MATH_SYMBOL
            || type == Character.CURRENCY_SYMBOL
            || type == Character.MODIFIER_SYMBOL
            || type == Character.OTHER_NUMBER;
    double score = symbol ? -0.8 : 0.3;
    return insideWord && here != '’' ? score - 1.5 : score;
  }
}
