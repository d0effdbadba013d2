package dev.groundwire.gateway.limits;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.groundwire.platform.config.Require;
import dev.groundwire.platform.shared.Bucket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often each caller may make some calls.
 *
 * @param perMinute calls that become possible
 * @param burst calls that are possible at once, after a pause
 */
public record RateLimit(LimitedRoutes route, int perMinute, int burst) {
  private static final Pattern TEXT = Pattern.compile("\\s*(\\w+)=(\\d{1,7})/(\\d{1,7})\\s*");

  @JsonCreator
  public RateLimit {
    Require.within("gateway.rate_limits.per_minute", perMinute, 1, 1_000_000);
    Require.within("gateway.rate_limits.burst", burst, 1, 1_000_000);
  }

  /** The short form of an environment variable: {@code ask=60/10}. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RateLimit of(String text) {
    Matcher parts = TEXT.matcher(text);
    Require.that(
        parts.matches(), "gateway.rate_limits", "like ask=60/10 (a minute, at once)", text);
    return new RateLimit(
        LimitedRoutes.of(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)));
  }

  /** Refuses two for the same calls. */
  public static List<RateLimit> checked(List<RateLimit> limits) {
    Require.that(
        limits.stream().map(RateLimit::route).distinct().count() == limits.size(),
        "gateway.rate_limits",
        "a list that names each route once",
        limits.stream().map(limit -> limit.route().word()).toList());
    return List.copyOf(limits);
  }

  Bucket bucket() {
    return new Bucket(perMinute, burst);
  }
}
