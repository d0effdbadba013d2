package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What web pages from elsewhere may do to a gateway without keys: nothing. */
class OriginTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  @ParameterizedTest
  @ValueSource(strings = {"https://elsewhere.example", "null", "http://127.0.0.1:1"})
  void refusesChangesFromOtherSites(String origin) {
    HttpResponse<String> response = searchFrom(origin);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void takesChangesFromItsOwnPage() {
    assertThat(searchFrom("http://127.0.0.1:" + GATEWAY.port()).statusCode()).isEqualTo(200);
  }

  @Test
  void answersToLocalNamesOnly() throws IOException {
    String answer =
        GATEWAY.raw(
            "GET /api/v1/models HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 403");
    assertThat(
            GATEWAY.raw(
                "GET /api/v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  private static HttpResponse<String> searchFrom(String origin) {
    return GATEWAY
        .client()
        .send(
            GATEWAY
                .client()
                .request("/api/v1/workspaces/default/search")
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"a\"}")));
  }
}
