package dev.groundwire.bus.jobs;

import java.time.Duration;
import java.util.Optional;

/**
 * How far the job is now.
 *
 * @param cursor where the next step begins; empty when there is none
 * @param done of {@code total}, as far as it is known
 * @param result what came of it so far, as a JSON object
 * @param pauseMillis before the next step
 */
public record StepDone(
    Optional<String> cursor, long done, long total, String result, long pauseMillis) {
  /** With a next step at once. */
  public static StepDone next(String cursor, long done, long total, String result) {
    return new StepDone(Optional.of(cursor), done, total, result, 0);
  }

  /** With a next step after a while. */
  public static StepDone later(
      Duration pause, String cursor, long done, long total, String result) {
    return new StepDone(Optional.of(cursor), done, total, result, pause.toMillis());
  }

  /** The last one. */
  public static StepDone last(long total, String result) {
    return new StepDone(Optional.empty(), total, total, result, 0);
  }
}
