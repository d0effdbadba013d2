package dev.groundwire.gateway.health;

/**
 * What one look at a dependency has shown.
 *
 * @param reason what is wrong and what to do, fit for everybody's eyes; empty when nothing is
 */
record Verdict(State state, String reason) {
  static final Verdict UP = new Verdict(State.UP, "");

  enum State {
    UP,
    DEGRADED,
    DOWN
  }

  static Verdict degraded(String reason) {
    return new Verdict(State.DEGRADED, reason);
  }

  static Verdict down(String reason) {
    return new Verdict(State.DOWN, reason);
  }
}
