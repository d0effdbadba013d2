package dev.groundwire.ingestion.parse;

import java.time.Duration;

/**
 * What one document may cost; beyond it the document is refused.
 *
 * @param maxCharacters of extracted text
 * @param maxPages of a PDF or slides of a presentation
 * @param maxEntryBytes of one inflated part of a zipped format
 * @param maxExpansion inflated bytes for each stored byte of such a part, once it is beyond 100 KB
 * @param maxNesting of messages within messages
 * @param time after which the reading process is killed
 */
public record ParseLimits(
    int maxCharacters,
    int maxPages,
    long maxEntryBytes,
    int maxExpansion,
    int maxNesting,
    Duration time) {
  private static final ParseLimits STANDARD =
      new ParseLimits(20_000_000, 5_000, 256L << 20, 100, 10, Duration.ofMinutes(2));

  public ParseLimits {
    positive("max_characters", maxCharacters);
    positive("max_pages", maxPages);
    positive("max_entry_bytes", maxEntryBytes);
    positive("max_expansion", maxExpansion);
    positive("max_nesting", maxNesting);
    positive("time", time.toMillis());
  }

  /** Suits 64 MiB uploads read by a JVM with a heap of 512 MiB. */
  public static ParseLimits standard() {
    return STANDARD;
  }

  private static void positive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("limits." + key + " is not at least 1: " + value);
    }
  }
}
