package dev.groundwire.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class OpenAiModelTest implements EmbeddingModelContract {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedEndpoint endpoint = new ScriptedEndpoint(vertx);
  private final OpenAiModel model =
      OpenAiModel.open(
          vertx,
          Configs.remote(endpoint.baseUrl(), 2, 1, Duration.ofSeconds(2)),
          ModelFolder.PATH,
          Clock.systemUTC(),
          new Random(1));

  @Override
  public EmbeddingModel model() {
    return model;
  }

  @BeforeEach
  void forget() {
    endpoint.forget();
  }

  @AfterAll
  void close() {
    model.close();
    vertx.close().await();
  }

  private void assertFails(FailureCode code, String message) {
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> vector(Purpose.PASSAGE, "word"))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
        .withMessageContaining(message)
        .withMessageNotContaining("secret");
  }

  @Test
  void namesModelAndDimensions() {
    assertThat(model.description().model()).isEqualTo("openai:words:256");
    assertThat(model.description().passageTokens()).isEqualTo(298);
  }

  @Test
  void sendsModelTextsAndKey() {
    vectors(Purpose.PASSAGE, List.of("one", "two"));
    assertThat(endpoint.bodies().getFirst().getString("model")).isEqualTo("words");
    assertThat(endpoint.texts()).containsExactly("one", "two");
    assertThat(endpoint.authorizations()).containsExactly("Bearer " + Configs.KEY);
  }

  @Test
  void triesAgainAfterRateLimitAndServerError() {
    endpoint
        .then((request, body) ->
            request.response().setStatusCode(429).putHeader("Retry-After", "0").end())
        .thenStatus(500);
    assertThat(vector(Purpose.PASSAGE, "word")).isNotEmpty();
    assertThat(endpoint.bodies()).hasSize(3);
  }

  @Test
  void givesUpAfterItsAttempts() {
    endpoint.thenStatus(500).thenStatus(502).thenStatus(503).thenStatus(503);
    assertFails(FailureCode.UPSTREAM_FAILED, "(503)");
    assertThat(endpoint.bodies()).hasSize(3);
  }

  @Test
  void waitsNoLongerThanItsBudget() {
    endpoint.then((request, body) ->
        request.response().setStatusCode(429).putHeader("Retry-After", "3600").end());
    assertFails(FailureCode.RATE_LIMITED, "429");
    assertThat(endpoint.bodies()).hasSize(1);
  }

  @Test
  void readsADateInRetryAfter() {
    endpoint.then((request, body) ->
        request
            .response()
            .setStatusCode(503)
            .putHeader("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT")
            .end());
    assertFails(FailureCode.UPSTREAM_FAILED, "503");
    assertThat(endpoint.bodies()).hasSize(1);
  }

  @Test
  void doesNotTryAgainWithARefusedKey() {
    endpoint.thenStatus(401);
    assertFails(FailureCode.UPSTREAM_FAILED, "EMBEDDING_API_KEY");
    assertThat(endpoint.bodies()).hasSize(1);
  }

  @Test
  void doesNotTryAgainWithARefusedText() {
    endpoint.thenStatus(400);
    assertFails(FailureCode.UNPROCESSABLE, "(400)");
    assertThat(endpoint.bodies()).hasSize(1);
  }

  @Test
  void refusesVectorsOfAnotherLength() {
    endpoint.thenBody(body -> "{\"data\":[{\"index\":0,\"embedding\":[1,2,3]}]}");
    assertFails(FailureCode.UPSTREAM_FAILED, "EMBEDDING_DIMENSIONS");
    assertThat(endpoint.bodies()).hasSize(1);
  }

  @Test
  void survivesRepliesThatAreNoVectors() {
    for (String reply :
        List.of(
            "{\"data\":[",
            "[]",
            "{}",
            "\"text\"",
            "{\"data\":[]}",
            "{\"data\":[7]}",
            "{\"data\":[{\"index\":5,\"embedding\":" + ones() + "}]}",
            "{\"data\":[{\"index\":-1,\"embedding\":" + ones() + "}]}",
            "{\"data\":[{\"index\":0,\"embedding\":\"AAAA\"}]}",
            "{\"data\":[{\"index\":0,\"embedding\":" + ones().replace("1", "0") + "}]}",
            "{\"data\":[{\"index\":0,\"embedding\":" + ones().replace("1", "null") + "}]}",
            "{\"data\":[{\"index\":0,\"embedding\":" + ones().replace("1", "1e300") + "}]}")) {
      endpoint.forget();
      endpoint.thenBody(body -> reply).thenBody(body -> reply).thenBody(body -> reply);
      assertFails(FailureCode.UPSTREAM_FAILED, "not a list of vectors");
      assertThat(endpoint.bodies()).hasSize(3);
    }
  }

  private static String ones() {
    JsonArray ones = new JsonArray();
    for (int i = 0; i < ScriptedEndpoint.DIMENSIONS; i++) {
      ones.add(1);
    }
    return ones.encode();
  }

  @Test
  void doesNotWaitForAStalledAnswer() {
    endpoint
        .then((request, body) -> request.response().setChunked(true).write("{\"data\":"))
        .then((request, body) -> {})
        .then((request, body) -> request.connection().close());
    assertFails(FailureCode.UPSTREAM_FAILED, "cannot be reached");
    assertThat(endpoint.bodies()).hasSize(3);
  }

  @Test
  void readsNoMoreThanVectorsCanBe() {
    for (int i = 0; i < 3; i++) {
      endpoint.thenBody(body -> "[" + " ".repeat(1 << 20) + "]");
    }
    assertFails(FailureCode.UPSTREAM_FAILED, "cannot be reached");
    assertThat(vector(Purpose.PASSAGE, "word")).isNotEmpty();
  }

  @Test
  void followsNoRedirectWithItsKey() {
    endpoint.then((request, body) ->
        request
            .response()
            .setStatusCode(307)
            .putHeader("Location", endpoint.baseUrl() + "/elsewhere")
            .end());
    assertFails(FailureCode.UPSTREAM_FAILED, "307");
    assertThat(endpoint.bodies()).hasSize(1);
  }

  @Test
  void countsAnUnknownWordByItsBytes() {
    assertThat(model.countTokens("x".repeat(200))).isEqualTo(240);
    assertThat(model.countTokens("word")).isEqualTo(2);
  }
}
