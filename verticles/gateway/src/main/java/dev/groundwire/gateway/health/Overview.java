package dev.groundwire.gateway.health;

import java.util.Map;
import java.util.TreeMap;

/**
 * How well the node is.
 *
 * @param status {@code healthy} or {@code degraded}
 * @param components the state of each, for programs
 * @param details of each, for people
 */
public record Overview(
    String status, Map<String, String> components, Map<String, Standing> details) {
  private static final String HEALTHY = "healthy";

  static Overview of(Map<String, Standing> standings) {
    Map<String, String> states = new TreeMap<>();
    standings.forEach((name, standing) -> states.put(name, standing.state()));
    boolean allUp = standings.values().stream().allMatch(Standing::isUp);
    return new Overview(allUp ? HEALTHY : "degraded", states, standings);
  }

  boolean isHealthy() {
    return status.equals(HEALTHY);
  }
}
