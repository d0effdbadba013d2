package dev.groundwire.launcher.product;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A document nobody wrote.
 *
 * @param marker a word that stands in every sentence of it and nowhere else
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and the bytes are nobody else's
public record GeneratedDocument(String name, byte[] content, String marker) {
  private static final List<String> WORDS =
      List.of(
          "water", "letter", "morning", "engine", "captain", "garden", "winter", "signal", "market",
          "window", "paper", "bridge", "copper", "lantern", "village", "station", "machine",
          "river", "record", "journey", "island", "company", "number", "weather");

  /** The same ones for the same seed. */
  public static List<GeneratedDocument> several(int count, long seed) {
    Random random = new Random(seed);
    List<GeneratedDocument> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int sentences = i % 20 == 7 ? 40 + random.nextInt(30) : 1 + random.nextInt(6);
      documents.add(one(i, sentences, random));
    }
    return documents;
  }

  private static GeneratedDocument one(int number, int sentences, Random random) {
    String marker = marker(number);
    List<String> paragraphs = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      paragraph.append(sentence(marker, random)).append(' ');
      if (random.nextInt(4) == 0 || i == sentences - 1) {
        paragraphs.add(paragraph.toString().strip());
        paragraph.setLength(0);
      }
    }
    String name = "paper-" + number;
    return switch (number % 10) {
      case 3 -> new GeneratedDocument(name + ".docx", Samples.word(paragraphs), marker);
      case 5 -> new GeneratedDocument(name + ".html", utf8(html(name, paragraphs)), marker);
      case 8 -> new GeneratedDocument(name + ".md", utf8(markdown(name, paragraphs)), marker);
      default ->
          new GeneratedDocument(name + ".txt", utf8(String.join("\n\n", paragraphs)), marker);
    };
  }

  /** Letters only, so that every analyzer takes it for one word. */
  private static String marker(int number) {
    return "zqx" + (char) ('a' + number / 26) + (char) ('a' + number % 26) + "ov";
  }

  private static String sentence(String marker, Random random) {
    return "In the %s the old %s of the %s was kept with the %s by %s."
        .formatted(word(random), word(random), word(random), word(random), marker);
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static String html(String title, List<String> paragraphs) {
    return "<html><head><title>%s</title></head><body><p>%s</p></body></html>"
        .formatted(title, String.join("</p>\n<p>", paragraphs));
  }

  private static String markdown(String title, List<String> paragraphs) {
    return "# About %s\n\n%s\n".formatted(title, String.join("\n\n", paragraphs));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
