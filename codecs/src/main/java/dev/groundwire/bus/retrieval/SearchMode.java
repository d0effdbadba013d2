package dev.groundwire.bus.retrieval;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which legs of the search run. */
public enum SearchMode {
  HYBRID,
  DENSE,
  LEXICAL;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
