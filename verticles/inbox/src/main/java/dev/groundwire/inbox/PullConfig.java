package dev.groundwire.inbox;

import java.time.Duration;

/**
 * How facts are pulled from a broker.
 *
 * @param batch facts asked for together
 * @param ackWait until the broker hands a fact over again that nobody has acknowledged
 * @param unacknowledged facts handed over and not acknowledged at most, by all inboxes together
 * @param stalledAfter silence, while facts are there, until the pull is begun anew
 * @param correctInterval how often the consumer's settings at the broker are compared with ours
 */
public record PullConfig(
    int batch,
    Duration ackWait,
    int unacknowledged,
    Duration stalledAfter,
    Duration correctInterval) {
  public PullConfig {
    if (batch < 1 || batch > 1_000) {
      throw new IllegalArgumentException("inbox.pull.batch is not within 1..1000: " + batch);
    }
    if (unacknowledged < batch) {
      throw new IllegalArgumentException(
          "inbox.pull.unacknowledged is less than inbox.pull.batch: " + unacknowledged);
    }
    if (ackWait.toMillis() < 300) {
      throw new IllegalArgumentException("inbox.pull.ack_wait is shorter than 300ms: " + ackWait);
    }
    requirePositive("stalled_after", stalledAfter);
    requirePositive("correct_interval", correctInterval);
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("inbox.pull." + key + " is not above 0: " + value);
    }
  }
}
