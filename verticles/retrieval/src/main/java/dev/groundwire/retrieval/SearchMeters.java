package dev.groundwire.retrieval;

import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.platform.telemetry.RoomGauges;
import dev.groundwire.retrieval.index.PassageIndex;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/** What the room tells of its searches and its index: made with it, and gone with it. */
final class SearchMeters implements AutoCloseable {
  private static final Duration[] STEPS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5)
  };

  private final RoomGauges gauges;
  private final Map<SearchMode, OfMode> modes = new EnumMap<>(SearchMode.class);
  private final Counter indexed;
  private final Counter removed;
  private final Counter outdated;
  private final Counter failed;

  private record OfMode(Counter done, Counter failed, Timer latency) {}

  SearchMeters(MeterRegistry registry) {
    this.gauges = new RoomGauges(registry);
    for (SearchMode mode : SearchMode.values()) {
      Tags tags = Tags.of("mode", mode.name().toLowerCase(Locale.ROOT));
      modes.put(
          mode,
          new OfMode(
              searches(tags.and("outcome", "done"), registry),
              searches(tags.and("outcome", "failed"), registry),
              Timer.builder("search.latency")
                  .description("Of a search, its question's embedding included")
                  .serviceLevelObjectives(STEPS)
                  .tags(tags)
                  .register(registry)));
    }
    this.indexed = events("indexed", registry);
    this.removed = events("removed", registry);
    this.outdated = events("outdated", registry);
    this.failed = events("failed", registry);
  }

  private static Counter searches(Tags tags, MeterRegistry registry) {
    return Counter.builder("search.requests")
        .description("Searches by how they ended")
        .tags(tags)
        .register(registry);
  }

  private static Counter events(String outcome, MeterRegistry registry) {
    return Counter.builder("index.events")
        .description("Documents indexed and removed")
        .tag("outcome", outcome)
        .register(registry);
  }

  /**
   * @param drift of the last regular comparison
   */
  void follow(PassageIndex index, IntSupplier drift) {
    gauges.add("index.chunks", "In the index", Tags.empty(), () -> index.load().chunks());
    gauges.add(
        "index.waiting",
        "Searches and writes that wait for a thread",
        Tags.of("kind", "search"),
        () -> index.load().searches());
    gauges.add(
        "index.waiting",
        "Searches and writes that wait for a thread",
        Tags.of("kind", "write"),
        () -> index.load().writes());
    gauges.add(
        "index.drift",
        "Documents in which index and database differed at the last comparison; must be 0",
        Tags.empty(),
        drift::getAsInt);
  }

  void searched(SearchMode mode, Duration took, boolean isDone) {
    OfMode meters = Objects.requireNonNull(modes.get(mode));
    (isDone ? meters.done() : meters.failed()).increment();
    meters.latency().record(took);
  }

  /**
   * @param isCurrent false when that version was void already
   */
  void indexed(boolean isCurrent) {
    (isCurrent ? indexed : outdated).increment();
  }

  void removed() {
    removed.increment();
  }

  /** A document was neither indexed nor removed; it will be tried again. */
  void failed() {
    failed.increment();
  }

  @Override
  public void close() {
    gauges.close();
  }
}
