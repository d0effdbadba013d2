package dev.groundwire.ingestion.parse;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads bytes as text: a byte order mark wins, then valid UTF-8, then a declared charset that gives
 * plausible text, then the most plausible of the others.
 */
final class TextDecoder {
  /** Much more than any detector needs, and cheap to decode a dozen times. */
  private static final int SAMPLE_BYTES = 64 * 1024;

  /** ICU's own scale; below it short single-byte text gets called Chinese. */
  private static final int SURE_OF_MULTIBYTE = 50;

  private static final Set<String> MULTIBYTE =
      Set.of(
          "Shift_JIS",
          "EUC-JP",
          "EUC-KR",
          "GB18030",
          "Big5",
          "ISO-2022-JP",
          "ISO-2022-KR",
          "ISO-2022-CN");

  private static final List<Charset> SINGLE_BYTE = new ArrayList<>();

  static {
    for (String name :
        List.of(
            "windows-1252",
            "windows-1251",
            "windows-1250",
            "windows-1253",
            "windows-1254",
            "windows-1255",
            "windows-1256",
            "windows-1257",
            "KOI8-R",
            "IBM866",
            "ISO-8859-2",
            "ISO-8859-5",
            "ISO-8859-6",
            "x-windows-874",
            "IBM850",
            "IBM852")) {
      if (Charset.isSupported(name)) {
        SINGLE_BYTE.add(Charset.forName(name));
      }
    }
  }

  private TextDecoder() {}

  /** Decodes with no word about the charset. */
  static String decode(byte[] bytes) {
    return decode(bytes, "");
  }

  /**
   * @param declared a charset's name from a header or a meta tag, believed where it can be true
   */
  static String decode(byte[] bytes, String declared) {
    Charset charset = charsetOf(bytes, declared);
    String text = new String(bytes, charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static Charset charsetOf(byte[] bytes, String declared) {
    Optional<Charset> marked = Unicode.byteOrderMark(bytes).or(() -> Unicode.unmarkedUtf16(bytes));
    if (marked.isPresent()) {
      return marked.get();
    }
    Optional<Charset> promised = named(declared);
    if (Unicode.isUtf8(bytes)) {
      // ISO-2022 is ASCII to the eye: only escapes tell, and only a declaration or ICU sees them.
      boolean escapes = promised.isEmpty() && contains(bytes, (byte) 0x1b);
      return escapes
          ? multibyte(bytes).orElse(StandardCharsets.UTF_8)
          : promised.filter(c -> c.name().startsWith("ISO-2022")).orElse(StandardCharsets.UTF_8);
    }
    byte[] sample = sample(bytes);
    Optional<Charset> likely =
        promised.filter(c -> !c.name().startsWith("UTF-") && Plausibility.of(sample, c) > 0);
    return likely.or(() -> multibyte(sample)).orElseGet(() -> mostPlausible(sample));
  }

  private static Optional<Charset> named(String name) {
    try {
      Charset charset = name.isBlank() ? null : Charset.forName(name.strip());
      // What says Latin-1 is Windows' superset of it, in practice and in the HTML standard.
      return Optional.ofNullable(charset)
          .map(c -> c.equals(StandardCharsets.ISO_8859_1) ? Charset.forName("windows-1252") : c)
          .map(c -> c.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : c);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty(); // a name nobody knows declares nothing
    }
  }

  private static Optional<Charset> multibyte(byte[] sample) {
    CharsetDetector detector = new CharsetDetector();
    detector.setText(sample);
    for (CharsetMatch match : detector.detectAll()) {
      if (MULTIBYTE.contains(match.getName())
          && match.getConfidence() >= SURE_OF_MULTIBYTE
          && Charset.isSupported(match.getName())
          && decodes(sample, Charset.forName(match.getName()))
          && Plausibility.of(sample, Charset.forName(match.getName())) > 0) {
        return Optional.of(Charset.forName(match.getName()));
      }
    }
    return Optional.empty();
  }

  private static Charset mostPlausible(byte[] sample) {
    Charset best = SINGLE_BYTE.getFirst();
    double bestScore = Double.NEGATIVE_INFINITY;
    for (Charset charset : SINGLE_BYTE) {
      double score = Plausibility.of(sample, charset);
      if (score > bestScore) {
        best = charset;
        bestScore = score;
      }
    }
    return best;
  }

  /** A sample may cut its last character in two: that much of a fault is forgiven. */
  private static boolean decodes(byte[] sample, Charset charset) {
    try {
      int length = Math.max(0, sample.length - 4);
      return !charset.newDecoder().decode(ByteBuffer.wrap(sample, 0, length)).isEmpty();
    } catch (CharacterCodingException cutOrForeign) {
      String text = new String(sample, charset);
      return text.chars().filter(c -> c == '\uFFFD').count() * 200 < text.length();
    }
  }

  /** The beginning, and what stands around the first byte beyond ASCII. */
  private static byte[] sample(byte[] bytes) {
    int first = 0;
    while (first < bytes.length && bytes[first] >= 0) {
      first++;
    }
    int from = Math.max(0, first - 1024);
    return Arrays.copyOfRange(
        bytes, from, (int) Math.min(bytes.length, (long) from + SAMPLE_BYTES));
  }

  private static boolean contains(byte[] bytes, byte wanted) {
    for (byte b : bytes) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }
}
