package dev.groundwire.llm;

import dev.groundwire.platform.config.Require;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider's settings have to be, wherever they are written. */
final class ProviderRules {
  private ProviderRules() {}

  /** Without the blanks around it; null when nothing is left. */
  static @Nullable String given(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }

  static void requireTogether(boolean holds, String key, String variable, String other) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s has no effect without %s: set %s too, or unset %s"
              .formatted(key, other, other, variable));
    }
  }

  /** The value is not shown: somebody may have put the key into it. */
  static void requireAddress(String section, @Nullable String baseUrl) {
    Require.that(
        baseUrl != null && isAddress(baseUrl),
        section + ".base_url",
        "an http or https address without user, password, query and fragment",
        baseUrl == null ? "nothing" : "(not shown)");
  }

  static void requireKey(String section, @Nullable String apiKey) {
    Require.that(
        apiKey == null || apiKey.chars().allMatch(c -> c > ' ' && c < 127),
        section + ".api_key",
        "printable ASCII without blanks",
        "(not shown)");
  }

  static void requireShares(
      String section, int priority, int weight, @Nullable Double temperature) {
    Require.within(section + ".priority", priority, 0, 1_000_000);
    Require.within(section + ".weight", weight, 1, 1_000_000);
    if (temperature != null) {
      Require.within(section + ".temperature", temperature, 0, 2);
    }
  }

  static void requireProtocol(String section, String maxTokensField) {
    Require.that(
        maxTokensField.matches("[a-z_]{1,64}"),
        section + ".max_tokens_field",
        "of lower-case letters and _",
        maxTokensField);
  }

  static void requireTimeouts(
      String section,
      Duration connect,
      Duration firstByte,
      Duration firstToken,
      Duration stall,
      Duration answer) {
    requireUpToADay(section + ".connect_timeout", connect);
    requireUpToADay(section + ".first_byte_timeout", firstByte);
    requireUpToADay(section + ".first_token_timeout", firstToken);
    requireUpToADay(section + ".stall_timeout", stall);
    requireUpToADay(section + ".answer_timeout", answer);
  }

  static void requireBounds(String section, int mostAtOnce, long tokensPerMinute) {
    Require.within(section + ".most_at_once", mostAtOnce, 1, 100_000);
    Require.atLeast(section + ".tokens_per_minute", tokensPerMinute, 0);
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = URI.create(text.strip());
      return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static void requireUpToADay(String key, Duration value) {
    Require.within(key, value, Duration.ofMillis(1), Duration.ofDays(1));
  }
}
