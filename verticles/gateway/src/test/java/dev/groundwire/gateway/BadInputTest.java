package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a request: a problem document, and the next request works. */
class BadInputTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String DOCUMENTS = "/api/v1/workspaces/default/documents";
  private static final String SEARCH = "/api/v1/workspaces/default/search";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  @AfterEach
  void theNextUploadWorks() {
    assertThat(GATEWAY.client().upload(new Multipart().file("next.txt", "fine")).statusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/nothing, 404",
    "/nothing.html, 404",
    "/api/v1/workspaces/unknown/documents, 404",
    "/api/v1/workspaces/%00/documents, 404",
    "/api/v1/workspaces/a%0Ab/documents, 404",
    "/api/v1/workspaces/01980000-0000-7000-8000-000000000000/documents, 404",
    "/api/v1/workspaces/default/documents?cursor=%00, 400",
    "/api/v1/workspaces/default/documents/not-an-id, 400",
    "/api/v1/workspaces/default/documents/1-1-1-1-1/chunks, 400",
    "/api/v1/workspaces/default/documents/01980000-0000-7000-8000-000000000000, 404",
    "/api/v1/workspaces/default/documents?cursor=made-up, 400",
    "/api/v1/workspaces/default/documents?cursor=, 400",
    "/api/v1/workspaces/default/documents?limit=0, 400",
    "/api/v1/workspaces/default/documents?limit=many, 400",
    "/api/v1/workspaces/default/documents?limit=99999, 400",
    "/api/v1/answers/x, 400",
    "/api/v1/answers/01980000-0000-7000-8000-000000000000, 404",
    "/api/v1/answers/01980000-0000-7000-8000-000000000000/events, 404",
    "/api/v1/answers/01980000-0000-7000-8000-000000000000/events?after=-1, 400",
    "/api/v1/conversations/01980000-0000-7000-8000-000000000000, 404",
    "/web/vendor.properties, 404",
    "/vendor.properties, 404",
  })
  void refusesPathsAndQueries(String path, int status) {
    assertProblem(GATEWAY.client().get(path), status);
  }

  @Test
  void namesTheMethodsOfAPath() {
    HttpResponse<String> response = GATEWAY.client().method("PUT", DOCUMENTS);
    assertProblem(response, 405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"query\": | line 1",
        "{\"query\": \"a\"} {} | line 1",
        "[] | not a JSON object",
        "'' | not a JSON object",
        "{\"query\": 7} | query is not text",
        "{} | query is missing",
        "{\"query\": \" \"} | query is empty",
        "{\"query\":\"a\",\"limit\":1.5} | limit is not a whole number",
        "{\"query\":\"a\",\"limit\":0} | limit is not within",
        "{\"query\":\"a\",\"mode\":\"magic\"} | mode is not one of",
        "{\"query\":\"a\",\"filter\":[]} | filter is not an object",
        "{\"query\":\"a\",\"filter\":{\"documentIds\":[\"x\"]}} | filter.documentIds holds what is no id",
        "{\"query\":\"a\",\"filter\":{\"after\":\"noon\"}} | filter.after is not a time",
        "{\"query\":\"a\",\"query\":\"b\"} | not readable JSON",
      })
  void saysWhatIsWrongInABody(String body, String part) {
    JsonNode problem = assertProblem(GATEWAY.client().post(SEARCH, body), 400);
    assertThat(problem.get("detail").asText()).contains(part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search | {`query`:`a`,`filter`:{`tag`:[`hr`]}} | filter.tag is unknown; allowed are"
            + " filter.documentIds, filter.tags, filter.after, filter.before.",
        "search | {`query`:`a`,`filters`:{}} | filters is unknown; allowed are query, limit, mode,"
            + " filter, explain.",
        "search | {`query`:`a`,`Limit`:null} | Limit is unknown",
        "search | {`query`:`a`,`a b`:1} | A field of an unreadable name is unknown",
        "ask | {`question`:`a`,`query`:`a`} | query is unknown; allowed are question, model,"
            + " documentIds, filter.",
        "ask | {`question`:`a`,`filter`:{`till`:`a`}} | filter.till is unknown",
        "conversations | {`name`:`a`} | name is unknown; allowed are title.",
        "documents | {`text`:`a`,`tag`:`a`} | tag is unknown; allowed are name, text, url, tags.",
        "../../conversations/01980000-0000-7000-8000-000000000000/messages | {`question`:`a`}"
            + " | question is unknown; allowed are content, model, documentIds, filter.",
      })
  void refusesFieldsItDoesNotKnow(String path, String body, String part) {
    assertRefused(path, body, part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search | {`query`:`a\\u0000b`} | query holds",
        "search | {`query`:`a`,`filter`:{`tags`:[`a\\u0000b`]}} | filter.tags holds",
        "ask | {`question`:`a\\u0000b`} | question holds",
        "ask | {`question`:`a`,`model`:`a\\u001bb`} | model holds",
        "conversations | {`title`:`a\\u0000b`} | title holds",
        "documents | {`name`:`a\\u0000b`,`text`:`a`} | name holds",
        "documents | {`name`:`a`,`text`:`a\\u0000b`} | text holds",
        "documents | {`name`:`a`,`text`:`a`,`tags`:[`a\\u0000b`]} | tags holds",
        "documents | {`name`:`a`,`text`:`a`,`tags`:[`a\\nb`]} | tags: a tag holds",
      })
  void refusesControlCharacters(String path, String body, String part) {
    assertRefused(path, body, part);
  }

  /** Quotes are written as backquotes. */
  private static void assertRefused(String path, String body, String part) {
    JsonNode problem =
        assertProblem(
            GATEWAY.client().post("/api/v1/workspaces/default/" + path, body.replace('`', '"')),
            400);
    assertThat(problem.get("detail").asText()).contains(part);
  }

  @Test
  void keepsLineBreaksInQuestionsAndPageBreaksInTexts() {
    assertThat(GATEWAY.client().post(SEARCH, "{\"query\":\"a\\n\\tb\"}").statusCode())
        .isEqualTo(200);
    assertThat(GATEWAY.client().post(DOCUMENTS, "{\"text\":\"a\\fb\"}").statusCode())
        .isEqualTo(202);
  }

  @Test
  void refusesOtherTypesThanJson() {
    assertProblem(
        GATEWAY
            .client()
            .send(
                GATEWAY
                    .client()
                    .request(SEARCH)
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("{\"query\":\"a\"}"))),
        415);
    assertProblem(
        GATEWAY
            .client()
            .send(GATEWAY.client().request(DOCUMENTS).POST(BodyPublishers.ofString("x"))),
        415);
  }

  @Test
  void refusesABodyBeyondTheLimit() {
    String body = "{\"query\":\"" + "a".repeat(500_000) + "\"}";
    JsonNode problem = assertProblem(GATEWAY.client().post(SEARCH, body), 413);
    assertThat(problem.get("detail").asText()).contains("MAX_REQUEST_BYTES");
  }

  @Test
  void refusesHeadersBeyondTheLimit() {
    assertProblem(
        GATEWAY
            .client()
            .send(GATEWAY.client().request("/").header("X-Long", "x".repeat(40_000)).GET()),
        431);
  }

  @Test
  void refusesWhatIsNoHttp() throws IOException {
    String answer = GATEWAY.raw("NONSENSE\r\n\r\n");
    assertThat(answer).contains(" 400 ").contains("application/problem+json");
  }

  @Test
  void refusesABrokenPath() throws IOException {
    String answer =
        GATEWAY.raw("GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Request-ID, abc.1-2_3, true",
    "x-correlation-id, from-a-proxy, true",
    "X-Request-ID, not allowed, false"
  })
  void takesOrReplacesTheRequestId(String header, String id, boolean kept) {
    HttpResponse<String> response =
        GATEWAY.client().send(GATEWAY.client().request("/nothing").header(header, id).GET());
    String returned = response.headers().firstValue("X-Request-ID").orElseThrow();
    assertThat(returned.equals(id)).isEqualTo(kept);
    assertThat(TestClient.json(response).get("requestId").asText()).isEqualTo(returned);
  }

  private static JsonNode assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    JsonNode problem = TestClient.json(response);
    assertThat(problem.fieldNames())
        .toIterable()
        .containsExactly("type", "title", "status", "detail", "instance", "requestId");
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asText()).isNotBlank().doesNotContain("Exception");
    return problem;
  }
}
