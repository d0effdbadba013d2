package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String PATH = "/api/v1/workspaces/default/documents";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.withKeys(POSTGRES, VERTX);

  @Test
  void takesAKnownKeyInEitherHeader() {
    assertThat(GATEWAY.client(GatewayFixture.KEY).get(PATH).statusCode()).isEqualTo(200);
    assertThat(
            GATEWAY
                .client()
                .send(GATEWAY.client().request(PATH).header("X-API-Key", GatewayFixture.KEY).GET())
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "default-organization-keY", "default-organization-key2"})
  void refusesOtherKeysWithoutRepeatingThem(String key) {
    HttpResponse<String> response = GATEWAY.client(key).get(PATH);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer");
    assertThat(response.body()).doesNotContain(key);
  }

  @Test
  void refusesRequestsWithoutKeyOnEveryRouteOfTheApi() {
    assertThat(GATEWAY.client().get(PATH).statusCode()).isEqualTo(401);
    assertThat(GATEWAY.client().get("/api/v1/models").statusCode()).isEqualTo(401);
    assertThat(GATEWAY.client().get("/api/v1/unknown").statusCode()).isEqualTo(401);
  }

  @Test
  void letsThePageAndHealthBeSeenWithoutKey() {
    assertThat(GATEWAY.client().get("/health/live").statusCode()).isEqualTo(200);
    assertThat(GATEWAY.client().get("/nothing.css").statusCode()).isEqualTo(404);
  }

  @Test
  void createsEachOrganizationOnceWithItsDefaultWorkspace() throws TimeoutException {
    GatewayFixture.withKeys(POSTGRES, VERTX).open().close();
    assertThat(GATEWAY.client(GatewayFixture.RIVAL_KEY).get(PATH).statusCode()).isEqualTo(200);
    assertThat(
            POSTGRES
                .database()
                .<Long>asSystem(tx ->
                    tx.query(
                            "SELECT count(*) FROM organization JOIN workspace"
                                + " ON workspace.organization_id = organization.id")
                        .execute()
                        .await()
                        .iterator()
                        .next()
                        .getLong(0)))
        .isEqualTo(2);
  }
}
