package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.platform.telemetry.RoomGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** What the room tells of its model and its lanes: made with it, and gone with it. */
final class EmbeddingMeters implements AutoCloseable {
  private static final Duration[] STEPS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final RoomGauges gauges;
  private final OfLane query;
  private final OfLane bulk;
  private final Counter hits;
  private final Counter misses;

  private record OfLane(Counter done, Counter failed, Timer duration) {}

  EmbeddingMeters(MeterRegistry registry) {
    this.gauges = new RoomGauges(registry);
    this.query = lane("query", registry);
    this.bulk = lane("bulk", registry);
    this.hits = cache("hit", registry);
    this.misses = cache("miss", registry);
  }

  private static OfLane lane(String lane, MeterRegistry registry) {
    return new OfLane(
        texts(lane, "done", registry),
        texts(lane, "failed", registry),
        Timer.builder("embedding.duration")
            .description("Of one request, waiting included")
            .serviceLevelObjectives(STEPS)
            .tag("lane", lane)
            .register(registry));
  }

  private static Counter texts(String lane, String outcome, MeterRegistry registry) {
    return Counter.builder("embedding.texts")
        .description("Texts embedded")
        .tags("lane", lane, "outcome", outcome)
        .register(registry);
  }

  private static Counter cache(String result, MeterRegistry registry) {
    return Counter.builder("embedding.cache.requests")
        .description("Questions whose vector was remembered or not")
        .tag("result", result)
        .register(registry);
  }

  /** Somebody waits for questions and for what answers quote; nobody for passages. */
  static String lane(Purpose purpose) {
    return isBulk(purpose) ? "bulk" : "query";
  }

  private static boolean isBulk(Purpose purpose) {
    return switch (purpose) {
      case QUERY, SENTENCE -> false;
      case PASSAGE, BACKFILL -> true;
    };
  }

  void follow(List<EmbeddingQueue> queues, Duration loading) {
    for (boolean isBulk : new boolean[] {false, true}) {
      Tags tags = Tags.of("lane", isBulk ? "bulk" : "query");
      gauges.add(
          "embedding.queue.depth",
          "Texts that wait",
          tags,
          () -> queues.stream().mapToInt(queue -> queue.depth(isBulk)).sum());
      gauges.add(
          "embedding.queue.oldest.seconds",
          "Age of the text that has waited longest",
          tags,
          () ->
              queues.stream().mapToLong(queue -> queue.oldest(isBulk).toMillis()).max().orElse(0)
                  / 1_000.0);
    }
    gauges.add(
        "embedding.model.load.seconds",
        "How long the model took to load",
        Tags.empty(),
        () -> loading.toMillis() / 1_000.0);
  }

  void embedded(Purpose purpose, int texts, boolean isDone) {
    OfLane meters = of(purpose);
    (isDone ? meters.done() : meters.failed()).increment(texts);
  }

  void took(Purpose purpose, Duration time) {
    of(purpose).duration().record(time);
  }

  private OfLane of(Purpose purpose) {
    return isBulk(purpose) ? bulk : query;
  }

  void remembered(int known, int unknown) {
    hits.increment(known);
    misses.increment(unknown);
  }

  @Override
  public void close() {
    gauges.close();
  }
}
