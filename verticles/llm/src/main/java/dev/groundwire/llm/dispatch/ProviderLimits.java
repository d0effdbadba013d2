package dev.groundwire.llm.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code x-ratelimit-*} and the like say.
 *
 * @param remainingRequests of the provider's present window
 * @param remainingTokens of the provider's present window
 * @param resetsIn until the window that is nearest to its end begins anew
 */
public record ProviderLimits(
    OptionalLong remainingRequests, OptionalLong remainingTokens, Optional<Duration> resetsIn) {
  public static final ProviderLimits NONE =
      new ProviderLimits(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
}
