package dev.groundwire.ingestion.parse;

/**
 * How far the reading of a document is.
 *
 * @param done pages, sheets or parts read
 * @param total of them, never less than {@code done}
 */
public record ParseProgress(int done, int total) {
  public ParseProgress {
    total = Math.max(done, total);
  }
}
