package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.ConversationView;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Where a list of conversations goes on: after one that was used then. */
record ConversationCursor(Instant usedAt, UUID id) {
  /** Before all. */
  static final ConversationCursor START =
      new ConversationCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  static ConversationCursor after(ConversationView view) {
    return new ConversationCursor(view.updatedAt(), view.id());
  }

  String text() {
    byte[] plain = (usedAt + "~" + id).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  static ConversationCursor of(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      List<String> parts = List.of(plain.split("~", -1));
      if (parts.size() == 2) {
        Instant usedAt = Instant.parse(parts.get(0));
        // The database refuses times that an instant can hold.
        if (!usedAt.isBefore(Instant.EPOCH) && !usedAt.isAfter(START.usedAt)) {
          return new ConversationCursor(usedAt, UUID.fromString(parts.get(1)));
        }
      }
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      throw unknown();
    }
    throw unknown();
  }

  private static BusFailure unknown() {
    return new BusFailure(
        FailureCode.INVALID_REQUEST, "cursor is not one that a list gave; start without one");
  }
}
