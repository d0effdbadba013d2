package dev.groundwire.platform.telemetry;

import org.jspecify.annotations.Nullable;

/** A constant message as a name for machines: its letters and digits in snake_case. */
final class EventName {
  private static final int LONGEST = 80;
  private static final String NAMELESS = "message";

  private EventName() {}

  static String of(@Nullable String message) {
    if (message == null) {
      return NAMELESS;
    }
    StringBuilder name = new StringBuilder(Math.min(message.length(), LONGEST));
    for (int at = 0; at < message.length() && name.length() < LONGEST; at++) {
      char letter = lower(message.charAt(at));
      if (letter != '_') {
        name.append(letter);
      } else if (!name.isEmpty() && name.charAt(name.length() - 1) != '_') {
        name.append('_');
      }
    }
    if (!name.isEmpty() && name.charAt(name.length() - 1) == '_') {
      name.setLength(name.length() - 1);
    }
    return name.isEmpty() ? NAMELESS : name.toString();
  }

  private static char lower(char letter) {
    if (letter >= 'A' && letter <= 'Z') {
      return (char) (letter + ('a' - 'A'));
    }
    boolean isKept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    return isKept ? letter : '_';
  }
}
