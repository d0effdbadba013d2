package dev.groundwire.llm.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What workspaces use of their places in the queues. A workspace of which nothing waits has no
 * gauge, and only those that use the most have one: their number is bounded.
 */
final class WorkspaceQuotas implements AutoCloseable {
  private static final String METRIC = "waiting_calls";
  private static final int MOST = 100;

  private final MeterRegistry registry;
  private final int bound;
  private final Map<UUID, Told> told = new HashMap<>();

  /**
   * @param bound calls of one workspace that may wait for one provider
   */
  WorkspaceQuotas(MeterRegistry registry, int bound) {
    this.registry = registry;
    this.bound = bound;
  }

  /** Whether a queue that the call may enter has no place left for its workspace. */
  boolean isExceeded(DispatchedCall call) {
    return call.tiers().stream()
        .flatMap(List::stream)
        .anyMatch(target -> target.lane().isFullFor(call.workspace()));
  }

  void exceeded(UUID workspace) {
    Counter.builder("quota.exceeded")
        .description("Refusals for a bound of a workspace's own")
        .tags(tags(workspace))
        .register(registry)
        .increment();
  }

  /** The bound is one queue's, so what counts is the fullest one. */
  void measure(Collection<Lane> lanes) {
    Map<UUID, Integer> most = new HashMap<>();
    for (Lane lane : lanes) {
      Map<UUID, Integer> here = new HashMap<>();
      lane.waiting().forEach(call -> here.merge(call.workspace(), 1, Integer::sum));
      here.forEach((workspace, count) -> most.merge(workspace, count, Math::max));
    }
    tell(most);
  }

  /**
   * A gauge that is told of stays the same one: put anew in its own place, it would be there twice
   * for a scrape beside it, which then fails as a whole.
   */
  private void tell(Map<UUID, Integer> waiting) {
    Map<UUID, Integer> fullest = new HashMap<>();
    waiting.entrySet().stream()
        .sorted(Map.Entry.<UUID, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(MOST)
        .forEach(entry -> fullest.put(entry.getKey(), entry.getValue()));
    for (UUID gone : List.copyOf(told.keySet())) {
      if (!fullest.containsKey(gone)) {
        Objects.requireNonNull(told.remove(gone)).end();
      }
    }
    fullest.forEach(
        (workspace, count) -> told.computeIfAbsent(workspace, Told::new).count.set(count));
  }

  /** The gauges of one workspace. */
  private final class Told {
    private final AtomicInteger count = new AtomicInteger();
    private final Gauge usage;
    private final Gauge ratio;

    Told(UUID workspace) {
      usage =
          Gauge.builder("workspace.quota.usage", count::get)
              .description("What a workspace uses of a bound of its own")
              .tags(tags(workspace))
              .strongReference(true)
              .register(registry);
      ratio =
          Gauge.builder("workspace.quota.ratio", () -> (double) count.get() / Math.max(1, bound))
              .description("The share of a bound of its own that a workspace uses")
              .tags(tags(workspace))
              .strongReference(true)
              .register(registry);
    }

    void end() {
      registry.remove(usage);
      registry.remove(ratio);
    }
  }

  private static Tags tags(UUID workspace) {
    return Tags.of("workspace_id", workspace.toString(), "metric", METRIC);
  }

  @Override
  public void close() {
    tell(Map.of());
  }
}
