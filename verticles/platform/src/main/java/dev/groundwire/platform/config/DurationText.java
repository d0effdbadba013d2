package dev.groundwire.platform.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code 500ms}, {@code 30s}, {@code 10m}, {@code 24h}, {@code 7d}; a bare number is seconds.
 */
public final class DurationText extends StdDeserializer<Duration> {
  private static final long serialVersionUID = 1;
  private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|d)?");

  DurationText() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = parser.getText().strip();
    Optional<Duration> read = parse(text);
    return read.isPresent()
        ? read.get()
        : (Duration) context.handleWeirdStringValue(Duration.class, text, "not a duration");
  }

  /** Empty for what is no duration. */
  public static Optional<Duration> parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String unit = parts.group(2) == null ? "s" : parts.group(2);
    long unitMillis =
        switch (unit) {
          case "ms" -> 1L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> 1_000L;
        };
    BigDecimal millis = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unitMillis));
    return Optional.of(Duration.ofMillis(millis.longValue()));
  }
}
