package dev.groundwire.loadtests.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param facts committed by the producer
 * @param drained from the end of the last fault and of the load until nothing waited
 */
record Outcome(
    Plan plan, String produced, int facts, Duration drained, List<Violation> violations) {
  Outcome {
    violations = List.copyOf(violations);
  }

  boolean isGreen() {
    return violations.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "%s seed %d %s: %s; %d facts, drained in %.1f s; %s"
                .formatted(
                    isGreen() ? "GREEN" : "RED  ",
                    plan.seed(),
                    plan.transport(),
                    produced,
                    facts,
                    drained.toMillis() / 1e3,
                    plan.faults().stream().map(each -> each.fault().name()).toList()));
    violations.forEach(violation -> text.append("\n      ").append(violation));
    return text.toString();
  }
}
