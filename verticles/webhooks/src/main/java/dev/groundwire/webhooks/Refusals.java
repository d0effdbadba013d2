package dev.groundwire.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.util.UUID;

/** What owners are told when something cannot be done. */
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
}
