package dev.groundwire.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What owners are told when something cannot be done, and the cursors that some of it is about. */
final class Refusals {
  private Refusals() {}

  static BusFailure noWebhook(UUID id) {
    return new BusFailure(FailureCode.NOT_FOUND, "There is no webhook " + id + " here.");
  }

  static BusFailure noDelivery(UUID id) {
    return new BusFailure(FailureCode.NOT_FOUND, "There is no delivery " + id + " here.");
  }

  static BusFailure invalid(String message) {
    return new BusFailure(FailureCode.INVALID_REQUEST, message);
  }

  static BusFailure conflict(String message) {
    return new BusFailure(FailureCode.CONFLICT, message);
  }

  /** The id that the part of a list before ended with; null for the first part. */
  static @Nullable UUID cursor(Page page) {
    return page.cursor().map(Refusals::cursor).orElse(null);
  }

  private static UUID cursor(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException unknown) {
      throw invalid("cursor is not one that this list has returned.");
    }
  }
}
