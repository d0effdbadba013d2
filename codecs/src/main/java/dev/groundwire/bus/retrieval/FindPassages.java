package dev.groundwire.bus.retrieval;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;

/**
 * Asks for the passages that best answer a question, best first.
 *
 * @param query 1..8192 characters; only what fits the model's window is embedded
 * @param limit 1..{@value #MAX_LIMIT}
 */
public record FindPassages(
    Tenant tenant,
    String query,
    int limit,
    SearchMode mode,
    PassageFilter filter,
    boolean explain) {
  public static final int MAX_LIMIT = 500;
  public static final int MAX_QUERY = 8_192;

  public FindPassages {
    if (query.isBlank() || query.length() > MAX_QUERY) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "query is empty or longer than " + MAX_QUERY + " characters; ask a shorter question");
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "limit is not within 1.." + MAX_LIMIT + ": " + limit);
    }
  }
}
