package dev.groundwire.bus.ingestion;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the vectors of one embedding model are to the searches. */
public enum GenerationState {
  /** Still missing for some chunks. */
  BUILDING,

  /** There for all chunks: searches can be switched to it. */
  COMPLETE,

  /** What searches look through. */
  CURRENT,

  /** No longer made; those there are go with the next job {@code reembed}. */
  RETIRED;

  /** As the API and the database spell it. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static GenerationState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
