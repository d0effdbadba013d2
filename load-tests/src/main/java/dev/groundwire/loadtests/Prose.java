package dev.groundwire.loadtests;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text without end from the sentences of the demo's papers: their order, their numbers and every
 * sixth word change, the words by how often words of a language occur. The same seed gives the same
 * text.
 */
public final class Prose {
  private static final List<String> PAPERS =
      List.of(
          "employee-handbook.md",
          "firmware-notes.txt",
          "support-questions.html",
          "battery-recall.eml");
  private static final Pattern NOT_PROSE =
      Pattern.compile("<[^>]*>|(?m)^(#+ .*|[A-Za-z-]+: .*|--.*)$");
  private static final Pattern WORD = Pattern.compile("\\b[a-z]{4,}\\b|\\d+");
  private static final int VOCABULARY = 40_000;
  private static final String[] SYLLABLES = {
    "ba", "cor", "den", "el", "fis", "gan", "hol", "in", "jar", "ken", "lor", "mer", "nor", "op",
    "par", "quen", "ris", "sal", "tor", "un", "ver", "wel", "yar", "zen"
  };

  private final List<String> sentences;
  private final Random random;

  private Prose(List<String> sentences, Random random) {
    this.sentences = sentences;
    this.random = random;
  }

  public static Prose of(long seed) throws IOException {
    Set<String> sentences = new LinkedHashSet<>();
    for (String paper : PAPERS) {
      String text = NOT_PROSE.matcher(read(paper)).replaceAll(" ");
      for (String paragraph : text.split("\\n\\s*\\n|\\n {2,}", -1)) {
        for (String sentence : paragraph.replaceAll("\\s+", " ").strip().split("(?<=[.?!]) ", -1)) {
          if (sentence.length() >= 30 && sentence.length() <= 300) {
            sentences.add(sentence);
          }
        }
      }
    }
    return new Prose(List.copyOf(sentences), new Random(seed));
  }

  private static String read(String paper) throws IOException {
    try (InputStream in = Prose.class.getResourceAsStream("/demo/" + paper)) {
      if (in == null) {
        throw new FileNotFoundException("demo/" + paper + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  String sentence() {
    Matcher words = WORD.matcher(sentences.get(random.nextInt(sentences.size())));
    return words.replaceAll(word -> changed(word.group()));
  }

  private String changed(String word) {
    if (Character.isDigit(word.charAt(0))) {
      return Integer.toString(random.nextInt(1, 1000));
    }
    return random.nextInt(6) == 0 ? word() : word;
  }

  /** The word of rank r comes 1/r as often as the first. */
  private String word() {
    int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
    StringBuilder word = new StringBuilder();
    for (int rest = rank + SYLLABLES.length; rest > 0; rest /= SYLLABLES.length) {
      word.append(SYLLABLES[rest % SYLLABLES.length]);
    }
    return word.toString();
  }

  /** Sentences that have together at least so many words. */
  String paragraph(int words) {
    StringBuilder text = new StringBuilder();
    for (int count = 0; count < words; ) {
      String sentence = sentence();
      count += sentence.split(" ", -1).length;
      text.append(text.isEmpty() ? "" : " ").append(sentence);
    }
    return text.toString();
  }

  /** Texts of a length between a sentence and a full page. */
  List<String> texts(int count, int fewestWords, int mostWords) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(paragraph(random.nextInt(fewestWords, mostWords)));
    }
    return texts;
  }

  /** A question about a few words that stand together somewhere. */
  public String question() {
    String[] words = sentence().replaceAll("[.?!,;:]", "").split(" ", -1);
    int length = Math.min(words.length, random.nextInt(4, 9));
    int start = random.nextInt(words.length - length + 1);
    String topic = String.join(" ", List.of(words).subList(start, start + length));
    return "What is known about " + topic.toLowerCase(Locale.ROOT) + "?";
  }

  /** A question in the words of the papers themselves. */
  String questionOnPapers() {
    String sentence = sentences.get(random.nextInt(sentences.size()));
    String[] words = sentence.replaceAll("[.?!,;:]", "").split(" ", -1);
    int length = Math.min(words.length, random.nextInt(6, 12));
    int start = random.nextInt(words.length - length + 1);
    return "Is it true that "
        + String.join(" ", List.of(words).subList(start, start + length))
        + "?";
  }
}
