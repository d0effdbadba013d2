package dev.groundwire.bus.deadletter;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.util.UUID;

/**
 * Ends it without handling it.
 *
 * @param reason why, for who looks later
 */
public record DiscardDeadLetter(UUID organizationId, UUID id, String reason) {
  private static final int LONGEST_REASON = 1_000;

  public DiscardDeadLetter {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "reason is not 1.." + LONGEST_REASON + " characters: say why it is discarded.");
    }
  }
}
