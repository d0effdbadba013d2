package dev.groundwire.ingestion.parse;

import java.util.Locale;

/** Translates what the libraries throw into a refusal. */
final class Verdict {
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
      if (message.contains("doctype") || message.contains("entit")) {
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
