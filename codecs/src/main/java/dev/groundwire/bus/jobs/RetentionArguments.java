package dev.groundwire.bus.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.util.List;

/**
 * @param olderThanDays what is as old as that is kept
 * @param of what is deleted: {@code documents}, {@code conversations} with their answers, or both;
 *     answers of no conversation go with the latter
 */
public record RetentionArguments(int olderThanDays, List<String> of) {
  public static final String DOCUMENTS = "documents";
  public static final String CONVERSATIONS = "conversations";
  private static final int LONGEST = 36_500;

  public RetentionArguments {
    of = List.copyOf(of);
    if (olderThanDays < 1 || olderThanDays > LONGEST) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "olderThanDays is not within 1.." + LONGEST + ".");
    }
    if (of.isEmpty() || !List.of(DOCUMENTS, CONVERSATIONS).containsAll(of)) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "of is not a list of " + DOCUMENTS + " and " + CONVERSATIONS + ": say what is deleted.");
    }
  }
}
