package dev.groundwire.loadtests.chaos;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the database and the broker say after a run.
 *
 * @param counters how far the count of each key has come
 * @param deadLetters the ops whose facts are buried
 * @param streamed the facts in the stream in its order; empty without a broker
 */
record History(
    List<Committed> committed,
    List<Fact> outbox,
    List<Effect> effects,
    Map<String, Long> counters,
    List<UUID> deadLetters,
    List<Fact> streamed) {
  /** A row of the business. */
  record Committed(UUID op, String key, boolean poison) {}

  record Fact(UUID event, UUID op, String key, long keySeq) {}

  /**
   * @param n what the key's counter was after it
   */
  record Effect(UUID op, UUID event, String key, long keySeq, long n) {}
}
