package dev.groundwire.launcher.client;

import java.util.Optional;
import java.util.StringJoiner;

/** Puts the lines of a {@code text/event-stream} together to events. */
final class EventParser {
  private String id = "";
  private String type = "";
  private StringJoiner data = new StringJoiner("\n");
  private boolean hasData;

  /** The event that this line completes, if it does. */
  Optional<ServerSentEvent> accept(String line) {
    if (line.isEmpty()) {
      return complete();
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    if (value.startsWith(" ")) {
      value = value.substring(1);
    }
    switch (field) {
      case "id" -> id = value;
      case "event" -> type = value;
      case "data" -> {
        data.add(value);
        hasData = true;
      }
      default -> {
        // Comments (heartbeats), retry hints and fields of later standards.
      }
    }
    return Optional.empty();
  }

  private Optional<ServerSentEvent> complete() {
    Optional<ServerSentEvent> event =
        hasData
            ? Optional.of(
                new ServerSentEvent(id, type.isEmpty() ? "message" : type, data.toString()))
            : Optional.empty();
    type = "";
    data = new StringJoiner("\n");
    hasData = false;
    return event;
  }
}
