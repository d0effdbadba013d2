package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedLabelsTest {
  private final MeterRegistry meters = new SimpleMeterRegistry();

  BoundedLabelsTest() {
    meters.config().meterFilter(new BoundedLabels());
  }

  private void refuse(String workspace, String metric) {
    Counter.builder("quota.exceeded")
        .tags("workspace_id", workspace, "metric", metric)
        .register(meters)
        .increment();
  }

  private Collection<Counter> counters() {
    return meters.get("quota.exceeded").counters();
  }

  private double sum() {
    return counters().stream().mapToDouble(Counter::count).sum();
  }

  @Test
  void countsTenThousandWorkspacesAsAHundredAndTheOthers() {
    List<String> workspaces =
        IntStream.range(0, 10_000).mapToObj(each -> UUID.randomUUID().toString()).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      workspaces.forEach(id -> threads.execute(() -> refuse(id, "waiting_calls")));
    }
    assertThat(counters()).hasSize(BoundedLabels.MOST + 1);
    assertThat(sum()).as("none is lost").isEqualTo(10_000);
    assertThat(meters.get("quota.exceeded").tag("workspace_id", "other").counter().count())
        .isEqualTo(9_900);
  }

  @Test
  void keepsTheFirstOnesForEver() {
    IntStream.range(0, 200).forEach(each -> refuse("w" + each, "waiting_calls"));
    refuse("w0", "waiting_calls");
    assertThat(meters.get("quota.exceeded").tag("workspace_id", "w0").counter().count())
        .isEqualTo(2);
  }

  @Test
  void boundsEachLabelOfEachMetricByItself() {
    IntStream.range(0, 200).forEach(each -> refuse("w" + each, "waiting_calls"));
    refuse("w0", "another");
    Counter other = Counter.builder("other").tag("workspace_id", "w199").register(meters);
    assertThat(other.getId().getTags()).containsExactly(Tag.of("workspace_id", "w199"));
    assertThat(meters.get("quota.exceeded").tags("metric", "another").counter().getId().getTags())
        .contains(Tag.of("workspace_id", "w0"));
  }
}
