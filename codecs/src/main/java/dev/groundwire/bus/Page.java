package dev.groundwire.bus;

import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param limit items at most, 1..200
 * @param cursor where the previous part ended, as its reply said; empty for the first part
 */
public record Page(int limit, Optional<String> cursor) {
  public static final int MAX_LIMIT = 200;

  public Page {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "limit is not within 1.." + MAX_LIMIT + ": " + limit);
    }
  }
}
