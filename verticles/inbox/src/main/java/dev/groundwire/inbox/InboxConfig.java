package dev.groundwire.inbox;

import dev.groundwire.bus.event.Subscription;
import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How facts reach their handlers.
 *
 * @param maxRetries how often a handler may fail before the fact is given up
 * @param maxDeliveries how often a fact may be taken up in all, whatever became of it: a bound on
 *     crashes and outages, which are not the handler's failures
 * @param retryBase wait after the first failure; doubles, with jitter
 * @param retryMost longest wait between two tries
 * @param lease how long a fact stays with a node that has gone silent
 * @param deadline longest time one handler may take
 * @param pollInterval longest time until a fact is seen whose hint was lost
 * @param slots facts under way at a time, per handler address; {@code default} for those not named
 * @param landingBound facts that wait for their handlers at most; beyond it the transport keeps
 *     them
 * @param gapPatience how long a fact waits for an earlier one of its key that the transport has not
 *     brought and the outbox no longer has
 * @param pull from a broker
 * @param exclusive true when no other node shares the database: what an earlier process had taken
 *     up is then taken over at once
 */
public record InboxConfig(
    @Env("INBOX_MAX_RETRIES") int maxRetries,
    int maxDeliveries,
    Duration retryBase,
    Duration retryMost,
    Duration lease,
    Duration deadline,
    Duration pollInterval,
    Map<String, Integer> slots,
    int landingBound,
    Duration gapPatience,
    PullConfig pull,
    @Env("INBOX_EXCLUSIVE") boolean exclusive) {
  private static final String DEFAULT = "default";

  public InboxConfig {
    slots = Map.copyOf(slots);
    Require.within("inbox.max_retries", maxRetries, 0, 100);
    Require.that(
        maxDeliveries > maxRetries,
        "inbox.max_deliveries",
        "greater than inbox.max_retries",
        maxDeliveries);
    Require.atLeast("inbox.lease", lease, Duration.ofSeconds(3));
    if (!slots.containsKey(DEFAULT)) {
      throw new IllegalArgumentException(
          "inbox.slots has no entry \"default\": add one, for the handlers that have none");
    }
    Require.atLeast("inbox.landing_bound", landingBound, 1);
    Require.positive("inbox.gap_patience", gapPatience);
    slots.forEach((handler, count) -> Require.atLeast("inbox.slots." + handler, count, 1));
    Require.positive("inbox.retry_base", retryBase);
    Require.positive("inbox.retry_most", retryMost);
    Require.positive("inbox.deadline", deadline);
    Require.positive("inbox.poll_interval", pollInterval);
  }

  /** How many facts of each handler may be under way. */
  Map<String, Integer> slotsOf(List<Subscription> subscriptions) {
    Map<String, Integer> all = new TreeMap<>();
    subscriptions.forEach(each -> all.put(each.handler().name(), slotsOf(each.handler().name())));
    return all;
  }

  private int slotsOf(String handler) {
    return slots.getOrDefault(handler, slots.getOrDefault(DEFAULT, 1));
  }
}
