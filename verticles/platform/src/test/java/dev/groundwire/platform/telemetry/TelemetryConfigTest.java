package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TelemetryConfigTest {
  @Test
  void readsHeadersAsPairs() {
    assertThat(
            config("http://127.0.0.1:4318", "Authorization=Bearer a=b, x-tenant=7", 1)
                .headersByName())
        .containsExactly(Map.entry("Authorization", "Bearer a=b"), Map.entry("x-tenant", "7"));
  }

  @Test
  void namesTheKeyOfHeadersThatAreNoneAndNotTheirValue() {
    assertThatThrownBy(() -> config("http://127.0.0.1:4318", "SECRET", 1))
        .hasMessageContaining("telemetry.headers")
        .message()
        .doesNotContain("SECRET");
  }

  @Test
  void refusesRatesAndAddressesThatAreNone() {
    assertThatThrownBy(() -> config("http://127.0.0.1:4318", null, 1.5))
        .hasMessageContaining("telemetry.sample_rate")
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> config("collector:4317", null, 1))
        .hasMessageContaining("telemetry.endpoint")
        .hasMessageContaining("collector:4317");
    assertThatThrownBy(() -> config("not an address", null, 1))
        .hasMessageContaining("telemetry.endpoint");
  }

  @Test
  void showsNoHeaders() {
    assertThat(config("http://127.0.0.1:4318", "key=SECRET", 1).toString())
        .doesNotContain("SECRET");
  }

  private static TelemetryConfig config(String endpoint, @Nullable String headers, double rate) {
    return new TelemetryConfig(
        true,
        TelemetryConfig.Exporter.OTLP,
        endpoint,
        headers,
        rate,
        "groundwire",
        false,
        64,
        Duration.ofSeconds(1),
        true,
        false,
        Duration.ofSeconds(60),
        Duration.ofSeconds(15));
  }
}
