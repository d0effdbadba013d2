package dev.groundwire.gateway.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rooms have and wait for at this moment; null and empty where no room tells.
 *
 * @param answers open, by state
 * @param documents by status
 * @param oldestDocumentSeconds how long the longest waiting one has been on its way
 * @param deadLetters by state
 * @param streams open event streams
 * @param indexDrift documents in which index and database differed; must be 0
 */
record Situation(
    Map<String, Double> answers,
    List<Queue> queues,
    List<Breaker> breakers,
    Map<String, Double> documents,
    @Nullable Double oldestDocumentSeconds,
    Map<String, Double> deadLetters,
    @Nullable Double streams,
    @Nullable Double indexDrift,
    @Nullable Double webhooksDisabled,
    Memory memory) {
  /** Labels of a metric are bounded, and so is what is shown of each. */
  private static final int MOST = 50;

  /**
   * @param of what waits there, such as a provider's name; empty where there is one queue only
   * @param oldestSeconds age of what has waited longest
   * @param running under way beside what waits
   * @param limit of what may be under way
   */
  record Queue(
      String name,
      String of,
      double waiting,
      @Nullable Double oldestSeconds,
      @Nullable Double running,
      @Nullable Double limit) {}

  /**
   * @param state {@code closed}, {@code half-open} or {@code open}
   */
  record Breaker(String provider, String model, String state) {}

  /** In bytes. */
  record Memory(
      @Nullable Double resident,
      @Nullable Double tree,
      @Nullable Double limit,
      @Nullable Double heap,
      @Nullable Double heapMost,
      @Nullable Double diskFree,
      @Nullable Double disk) {}

  static Situation of(MeterReading meters) {
    return new Situation(
        meters.by("answers", "state"),
        queues(meters),
        meters.by("provider.breaker.state", "provider", "model").stream()
            .limit(MOST)
            .map(each -> new Breaker(each.first(), each.second(), breaker(each.value())))
            .toList(),
        meters.by("documents", "status"),
        meters.sum("document.oldest.unfinished"),
        meters.by("dead.letters", "state"),
        meters.sum("groundwire.http.streams"),
        meters.sum("index.drift"),
        meters.sum("webhooks.disabled"),
        new Memory(
            meters.sum("process.resident.memory"),
            meters.sum("process.tree.resident.memory"),
            meters.sum("process.memory.limit"),
            meters.sum("jvm.memory.used", "area", "heap"),
            positive(meters.sum("jvm.memory.max", "area", "heap")),
            meters.sum("data.folder.free"),
            meters.sum("data.folder.total")));
  }

  private static String breaker(double state) {
    return state >= 1 ? "open" : state > 0 ? "half-open" : "closed";
  }

  /** A pool without a bound tells -1. */
  private static @Nullable Double positive(@Nullable Double value) {
    return value != null && value > 0 ? value : null;
  }

  private static List<Queue> queues(MeterReading meters) {
    List<Queue> queues = new ArrayList<>();
    Map<String, Double> running = meters.by("provider.running", "provider");
    Map<String, Double> limit = meters.by("provider.admission.limit", "provider");
    Map<String, Double> oldest = meters.by("provider.waiting.oldest", "provider");
    meters
        .by("provider.waiting", "provider")
        .forEach((provider, waiting) ->
            queues.add(
                new Queue(
                    "llm",
                    provider,
                    waiting,
                    oldest.get(provider),
                    running.get(provider),
                    limit.get(provider))));
    labelled(
        meters, queues, "embedding", "embedding.queue.depth", "embedding.queue.oldest", "lane");
    labelled(meters, queues, "index", "index.waiting", "", "kind");
    labelled(meters, queues, "inbox", "inbox.waiting", "inbox.oldest", "handler");
    single(meters, queues, "outbox", "outbox.pending", "outbox.lag");
    single(meters, queues, "webhooks", "webhook.waiting", "webhook.oldest");
    return queues.subList(0, Math.min(MOST, queues.size()));
  }

  private static void labelled(
      MeterReading meters,
      List<Queue> queues,
      String name,
      String waiting,
      String oldest,
      String label) {
    Map<String, Double> ages = meters.by(oldest, label);
    meters
        .by(waiting, label)
        .forEach((of, count) -> queues.add(new Queue(name, of, count, ages.get(of), null, null)));
  }

  private static void single(
      MeterReading meters, List<Queue> queues, String name, String waiting, String oldest) {
    Double count = meters.sum(waiting);
    if (count != null) {
      queues.add(new Queue(name, "", count, meters.sum(oldest), null, null));
    }
  }

  /** The metrics that all of this is made of, and those of {@link Moment}. */
  static boolean isWanted(String name) {
    return name.startsWith("ask.")
        || name.startsWith("answer")
        || name.startsWith("search.")
        || name.startsWith("provider.")
        || name.startsWith("embedding.queue.")
        || name.startsWith("index.")
        || name.startsWith("inbox.")
        || name.startsWith("outbox.")
        || name.startsWith("dead.letters")
        || name.startsWith("document")
        || name.startsWith("webhook")
        || name.startsWith("process.")
        || name.startsWith("jvm.memory.")
        || name.startsWith("data.folder.")
        || name.startsWith("groundwire.http.");
  }
}
