package dev.groundwire.launcher;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** What one process brings with it. */
public enum Profile {
  /** Everything: database, index, model and event transport within one process tree. */
  EMBEDDED;

  @JsonCreator
  static Profile of(String text) {
    if (!text.toLowerCase(Locale.ROOT).equals("embedded")) {
      throw new IllegalArgumentException("profile is not embedded, the only one yet: " + text);
    }
    return EMBEDDED;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
