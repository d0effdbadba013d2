package dev.groundwire.llm.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/**
 * What workspaces use of their places in the queues. A workspace of which nothing waits has no
 * gauge, and only those that use the most have one: their number is bounded.
 */
final class WorkspaceQuotas implements AutoCloseable {
  private static final String METRIC = "waiting_calls";
  private static final int MOST = 100;

  private final MeterRegistry registry;
  private final int bound;
  private final MultiGauge usage;
  private final MultiGauge ratio;
  private boolean isTold;

  /**
   * @param bound calls of one workspace that may wait for one provider
   */
  WorkspaceQuotas(MeterRegistry registry, int bound) {
    this.registry = registry;
    this.bound = bound;
    this.usage =
        MultiGauge.builder("workspace.quota.usage")
            .description("What a workspace uses of a bound of its own")
            .register(registry);
    this.ratio =
        MultiGauge.builder("workspace.quota.ratio")
            .description("The share of a bound of its own that a workspace uses")
            .register(registry);
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
    if (isTold || !most.isEmpty()) {
      tell(most);
    }
  }

  private void tell(Map<UUID, Integer> waiting) {
    List<Map.Entry<UUID, Integer>> told =
        waiting.entrySet().stream()
            .sorted(Map.Entry.<UUID, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST)
            .toList();
    usage.register(rows(told, count -> count), true);
    ratio.register(rows(told, count -> (double) count / Math.max(1, bound)), true);
    isTold = !told.isEmpty();
  }

  private static List<Row<?>> rows(
      List<Map.Entry<UUID, Integer>> told, ToDoubleFunction<Integer> value) {
    return told.stream()
        .<Row<?>>map(entry -> Row.of(tags(entry.getKey()), value.applyAsDouble(entry.getValue())))
        .toList();
  }

  private static Tags tags(UUID workspace) {
    return Tags.of("workspace_id", workspace.toString(), "metric", METRIC);
  }

  @Override
  public void close() {
    tell(Map.of());
  }
}
