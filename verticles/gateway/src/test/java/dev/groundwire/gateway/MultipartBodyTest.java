package dev.groundwire.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MultipartBodyTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String DOCUMENTS = "/api/v1/workspaces/default/documents";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private final StoredParts parts = new StoredParts(POSTGRES);

  @AfterEach
  void forget() {
    parts.forget();
  }

  @ParameterizedTest
  @MethodSource("brokenBodies")
  void saysWhereAMultipartBodyIsBroken(String type, String body, String part) {
    HttpResponse<String> response =
        GATEWAY
            .client()
            .send(
                GATEWAY
                    .client()
                    .request(DOCUMENTS)
                    .header("Content-Type", "multipart/form-data" + type)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(TestClient.json(response).get("detail").asText())
        .startsWith("The multipart body is broken: ")
        .contains(part);
    assertThat(parts.count()).isZero();
  }

  static Stream<Arguments> brokenBodies() {
    String frontier = "; boundary=\"frontier\"";
    String file = new String(new Multipart().file("cut.txt", "text").unfinished(), UTF_8);
    String large =
        new String(new Multipart().file("cut.txt", "x".repeat(2_000_000)).whole(), UTF_8);
    return Stream.of(
        Arguments.of("", file, "names no boundary"),
        Arguments.of("; boundary=", file, "names no boundary"),
        Arguments.of(frontier + "; charset=none", file, "Content-Type is not readable"),
        Arguments.of("; boundary=other", file, "nothing in it begins with --other"),
        Arguments.of("; boundary=other", "", "nothing in it begins with --other"),
        Arguments.of(frontier, large.substring(0, 1_500_000), "it ends inside cut.txt"),
        Arguments.of(frontier, file, "it ends inside cut.txt"),
        Arguments.of(frontier, file + "--frontier", "it ends early, without --frontier--"),
        Arguments.of(frontier, file + "--frontier\r\nContent-Disp", "without --frontier--"),
        Arguments.of(frontier, "--frontier\r\nContent-Disposition: f", "without --frontier--"),
        Arguments.of(frontier, "--frontier\r\nbroken\r\n\r\nx\r\n--frontier--\r\n", "malformed"));
  }

  @Test
  void takesAQuotedBoundary() {
    HttpResponse<String> response =
        GATEWAY
            .client()
            .send(
                GATEWAY
                    .client()
                    .request(DOCUMENTS)
                    .header("Content-Type", "multipart/form-data; Boundary=\"frontier\"; a=b")
                    .POST(new Multipart().file("a.txt", "quoted").publisher()));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
  }
}
