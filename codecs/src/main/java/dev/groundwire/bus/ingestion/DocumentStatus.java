package dev.groundwire.bus.ingestion;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a document has come, in order; {@link #READY} and {@link #FAILED} are ends. */
public enum DocumentStatus {
  RECEIVED,
  PARSING,
  CHUNKING,
  EMBEDDING,
  INDEXING,
  READY,
  FAILED;

  /** As the API and the database spell it. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isEnd() {
    return this == READY || this == FAILED;
  }

  public static DocumentStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
