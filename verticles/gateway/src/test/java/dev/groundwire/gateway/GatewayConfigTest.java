package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.gateway.access.AuthConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
