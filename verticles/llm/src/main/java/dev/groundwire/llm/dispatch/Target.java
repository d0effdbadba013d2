package dev.groundwire.llm.dispatch;

import dev.groundwire.llm.ProviderConfig;

/** A model of a provider. */
final class Target {
  private final Lane lane;
  private final Breaker breaker;
  private final String upstream;

  /**
   * @param upstream as the provider names it
   */
  Target(Lane lane, Breaker breaker, String upstream) {
    this.lane = lane;
    this.breaker = breaker;
    this.upstream = upstream;
  }

  Lane lane() {
    return lane;
  }

  Breaker breaker() {
    return breaker;
  }

  String upstream() {
    return upstream;
  }

  ProviderConfig provider() {
    return lane.provider();
  }
}
