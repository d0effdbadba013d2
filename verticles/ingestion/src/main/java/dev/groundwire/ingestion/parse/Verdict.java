package dev.groundwire.ingestion.parse;

import java.util.Locale;
import java.util.regex.Pattern;

/** Translates what the libraries throw into a refusal. */
final class Verdict {
  /** What XML parsers say of declarations; a mere ampersand out of place is damage. */
  private static final Pattern DECLARES_ENTITIES =
      Pattern.compile(
          "\\bdoctype\\b|\\bentity \"[^\"]*\" was referenced, but not declared"
              + "|\\bentity (?:expansions?|replacements?|references?)\\b.*\\blimit\\b"
              + "|\\bmore than \"?\\d+\"? entity expansions\\b|\\bexternal entit(?:y|ies)\\b");

  private Verdict() {}

  static ParseRefused of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ParseRefused refused) {
        return refused;
      }
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("zip bomb") || message.contains("exceeds the max")) {
        return ParseRefused.hostile("a part of it inflates without end");
      }
      if (DECLARES_ENTITIES.matcher(message).find()) {
        return ParseRefused.hostile("it declares XML entities");
      }
      if (message.contains("tried to allocate an array")) {
        return ParseRefused.hostile("a record in it claims an absurd size");
      }
      if (message.contains("encrypted")) {
        return ParseRefused.encrypted();
      }
    }
    return ParseRefused.damaged("it cannot be read to its end", failure);
  }
}
