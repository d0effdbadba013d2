package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.limits.LimitedRoutes;
import dev.groundwire.gateway.limits.RateLimit;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What two nodes let through together. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RateLimitTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** So few a minute that none comes back while a test runs. */
  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayPair NODES =
      new GatewayPair(
          POSTGRES,
          REDIS,
          VERTX,
          List.of(
              new RateLimit(LimitedRoutes.ALL, 600, 1_000),
              new RateLimit(LimitedRoutes.SEARCH, 1, 3),
              new RateLimit(LimitedRoutes.UPLOAD, 1, 4)));

  private static final String SEARCH = "/api/v1/workspaces/default/search";

  private static HttpResponse<String> search(TestClient client) {
    return client.post(SEARCH, "{\"query\":\"a\"}");
  }

  @Test
  void nodesCountTogetherAndCallersApart() {
    TestClient one = NODES.one(GatewayFixture.KEY);
    TestClient other = NODES.other(GatewayFixture.KEY);
    HttpResponse<String> first = search(one);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("RateLimit-Policy"))
        .hasValue("\"search\";q=1;w=60, \"all\";q=600;w=60");
    assertThat(first.headers().firstValue("RateLimit").orElseThrow())
        .matches("\"search\";r=2;t=60, \"all\";r=9\\d\\d;t=\\d+");
    assertThat(search(other).statusCode()).isEqualTo(200);
    assertThat(search(one).statusCode()).isEqualTo(200);
    for (TestClient client : List.of(one, other)) {
      HttpResponse<String> refused = search(client);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(TestClient.json(refused).get("type").asText()).endsWith("rate-limited");
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 60);
      assertThat(refused.headers().firstValue("RateLimit").orElseThrow())
          .startsWith("\"search\";r=0;t=");
    }
    assertThat(search(NODES.other(GatewayFixture.RIVAL_KEY)).statusCode()).isEqualTo(200);
    assertThat(one.get("/api/v1/models").statusCode()).isEqualTo(200);
    assertThat(
            Telemetry.of(VERTX.vertx())
                .meters()
                .get("groundwire.http.rate.limited")
                .tag("route", "search")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void bodiesArriveThatCameBeforeTheDecision() {
    TestClient one = NODES.one(GatewayFixture.RIVAL_KEY);
    String large = "x".repeat(300_000);
    HttpResponse<String> files =
        one.upload(new Multipart().file("a.txt", UUID.randomUUID() + large));
    assertThat(files.statusCode()).isEqualTo(202);
    assertThat(NODES.rooms.registered.getLast().bytes()).isEqualTo(300_036);
    HttpResponse<String> text =
        one.post(
            "/api/v1/workspaces/default/documents", "{\"text\":\"" + "y".repeat(50_000) + "\"}");
    assertThat(text.statusCode()).isEqualTo(202);
    HttpResponse<String> once =
        one.send(
            one.multipart(
                    "/api/v1/workspaces/default/documents",
                    new Multipart().file("b.txt", UUID.randomUUID() + large).publisher())
                .header("Idempotency-Key", UUID.randomUUID().toString()));
    assertThat(once.statusCode()).isEqualTo(202);
  }

  @Test
  void everyLimitIsOfRoutesThatExist() {
    List<ApiRoute> routes = NODES.routes();
    for (LimitedRoutes each : LimitedRoutes.values()) {
      assertThat(each.covered(routes)).as(each.toString()).isNotEmpty();
    }
  }

  @Test
  void isWrittenShortOrLong() throws Exception {
    JsonMapper json = new JsonMapper();
    RateLimit expected = new RateLimit(LimitedRoutes.ASK, 60, 10);
    assertThat(json.readValue("\"ask=60/10\"", RateLimit.class)).isEqualTo(expected);
    assertThat(json.readValue("{\"route\":\"ask\",\"perMinute\":60,\"burst\":10}", RateLimit.class))
        .isEqualTo(expected);
    for (String bad : List.of("\"ask\"", "\"ask=0/10\"", "\"talk=60/10\"")) {
      assertThatThrownBy(() -> json.readValue(bad, RateLimit.class))
          .hasMessageContaining("gateway.rate_limits");
    }
    assertThatThrownBy(() -> RateLimit.checked(List.of(expected, expected)))
        .hasMessageContaining("once");
  }
}
