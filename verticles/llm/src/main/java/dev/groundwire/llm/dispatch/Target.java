package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.HeldModel;
import dev.groundwire.llm.ProviderConfig;

/** A model of a provider. */
final class Target {
  private final Lane lane;
  private final Breaker breaker;
  private final String upstream;
  private final TargetMeters meters;
  private final UpstreamLimits limits = new UpstreamLimits();

  /**
   * @param upstream as the provider names it
   */
  Target(Lane lane, Breaker breaker, String upstream, TargetMeters meters) {
    this.meters = meters;
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

  TargetMeters meters() {
    return meters;
  }

  UpstreamLimits limits() {
    return limits;
  }

  /** How long nothing of that size starts, however many slots are free. */
  long blockedMillis(int tokens) {
    return Math.max(limits.waitMillis(tokens, lane.now()), lane.allowanceMillis(tokens));
  }

  /** Whether such a call could start without passing anybody. */
  boolean isFree(int tokens) {
    return lane.isFree() && blockedMillis(tokens) == 0 && lane.isAllowed(tokens);
  }

  /** True when whoever is next could start before, and cannot now. */
  boolean learn(ProviderLimits told) {
    int tokens = lane.tokensOfNext();
    boolean wasBlocked = blockedMillis(tokens) > 0;
    limits.learn(told, lane.now());
    return !wasBlocked && blockedMillis(tokens) > 0;
  }

  /** How long its provider wants it to be left alone, for other nodes. */
  HeldModel held() {
    return new HeldModel(provider().name(), upstream, limits.heldMillis(lane.now()));
  }

  ProviderConfig provider() {
    return lane.provider();
  }
}
