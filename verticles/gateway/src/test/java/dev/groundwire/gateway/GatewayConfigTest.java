package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.gateway.access.AuthConfig;
import dev.groundwire.gateway.limits.LimitedRoutes;
import dev.groundwire.gateway.limits.RateLimit;
import dev.groundwire.platform.config.ConfigurationReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayConfigTest {
  @Test
  void listensElsewhereThanOnLoopbackWithKeysOnly() {
    GatewayConfig config = GatewayFixture.config(false);
    GatewayConfig.Http everywhere =
        new GatewayConfig.Http("0.0.0.0", 8080, 16_384, Duration.ofSeconds(60));
    assertThatThrownBy(() ->
            new GatewayConfig(
                everywhere,
                config.management(),
                config.auth(),
                config.limits(),
                config.streams(),
                config.shared(),
                config.idempotency(),
                config.rateLimits(),
                config.health(),
                config.stopNotice(),
                config.drainTimeout()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTP_HOST")
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("AUTH_ENABLED=1");
  }

  @Test
  void wantsAKeyWhereKeysAreAskedFor() {
    assertThatThrownBy(() -> new AuthConfig(true, null, List.of()))
        .hasMessageContaining("SERVICE_API_KEY");
    assertThatThrownBy(() -> new AuthConfig(true, "short", List.of()))
        .hasMessageContaining("16 characters")
        .hasMessageNotContaining("short key");
    assertThatThrownBy(() -> new AuthConfig.Key("the key itself", "acme"))
        .hasMessageNotContaining("the key itself");
  }

  @Test
  void keepsKeysOutOfItsText() {
    assertThat(GatewayFixture.config(true).toString()).doesNotContain(GatewayFixture.KEY);
  }

  @Test
  void doesNotCutOffClientsThatWait() {
    GatewayConfig config = GatewayFixture.config(false);
    GatewayConfig.Http impatient =
        new GatewayConfig.Http("127.0.0.1", 0, 16_384, Duration.ofSeconds(10));
    assertThatThrownBy(() ->
            new GatewayConfig(
                impatient,
                config.management(),
                config.auth(),
                config.limits(),
                config.streams(),
                config.shared(),
                config.idempotency(),
                config.rateLimits(),
                config.health(),
                config.stopNotice(),
                config.drainTimeout()))
        .hasMessageContaining("gateway.http.idle_timeout");
  }

  @Test
  void takesRateLimitsFromTheEnvironmentOrAFile(@TempDir Path folder) throws IOException {
    assertThat(read(Map.of(), Optional.empty()).rateLimits()).isEmpty();
    List<RateLimit> expected =
        List.of(
            new RateLimit(LimitedRoutes.ASK, 60, 10), new RateLimit(LimitedRoutes.ALL, 600, 100));
    assertThat(read(Map.of("RATE_LIMITS", "ask=60/10, all=600/100"), Optional.empty()).rateLimits())
        .isEqualTo(expected);
    Path file =
        Files.writeString(
            folder.resolve("limits.yaml"),
            """
            gateway:
              rate_limits:
                - {route: ask, per_minute: 60, burst: 10}
                - {route: all, per_minute: 600, burst: 100}
            """);
    assertThat(read(Map.of(), Optional.of(file)).rateLimits()).isEqualTo(expected);
    assertThatThrownBy(() -> read(Map.of("RATE_LIMITS", "talk=1/1"), Optional.empty()))
        .hasMessageContaining("RATE_LIMITS")
        .hasMessageContaining("ask, search, upload");
  }

  @Test
  void aKeyIsHeldForLongerThanItsRequestIsWaitedFor() {
    assertThat(read(Map.of("IDEMPOTENCY_TTL_SECONDS", "90"), Optional.empty()).idempotency().ttl())
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(
            read(Map.of("REQUEST_TIMEOUT_SECONDS", "60"), Optional.empty()).idempotency().lease())
        .isEqualTo(Duration.ofMinutes(2));
  }

  private static GatewayConfig read(Map<String, String> environment, Optional<Path> file) {
    try {
      String all = Files.readString(Path.of("../../conf/groundwire.yaml"));
      byte[] ours = all.substring(all.indexOf("\ngateway:")).getBytes(StandardCharsets.UTF_8);
      return new ConfigurationReader(environment)
          .read(Settings.class, new ByteArrayInputStream(ours), file)
          .gateway();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private record Settings(GatewayConfig gateway) {}
}
