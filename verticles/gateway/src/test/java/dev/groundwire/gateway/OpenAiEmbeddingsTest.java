package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors of the embedding model, as OpenAI's clients ask for them. */
class OpenAiEmbeddingsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  /** What the client asks for. */
  enum Format {
    UNSAID,
    FLOAT,
    BASE64
  }

  @ParameterizedTest
  @EnumSource
  void givesVectorsInOrderHoweverManyThereAre(Format format) {
    List<String> texts = IntStream.rangeClosed(1, 300).mapToObj("x"::repeat).toList();
    EmbeddingCreateParams.Builder asked =
        EmbeddingCreateParams.builder().model("test").inputOfArrayOfStrings(texts).dimensions(8);
    switch (format) {
      case UNSAID -> {}
      case FLOAT -> asked.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT);
      case BASE64 -> asked.encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64);
    }
    GATEWAY.rooms.embedded.clear();
    CreateEmbeddingResponse given = embedded(asked.build());
    assertThat(given.data()).hasSize(300);
    for (int i = 0; i < 300; i++) {
      assertThat(given.data().get(i).index()).isEqualTo(i);
      assertThat(given.data().get(i).embedding()).startsWith(i + 1f, i + 2f).hasSize(8);
    }
    assertThat(given.usage().totalTokens()).isEqualTo(300 * 301 / 2);
    assertThat(GATEWAY.rooms.embedded).containsExactly(256, 44);
  }

  private static CreateEmbeddingResponse embedded(EmbeddingCreateParams asked) {
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl("http://127.0.0.1:" + GATEWAY.port() + "/v1")
            .apiKey("any")
            .maxRetries(0)
            .build();
    CreateEmbeddingResponse given = client.embeddings().create(asked).validate();
    client.close();
    return given;
  }

  @Test
  void givesNumbersToThoseWhoSayNothing() {
    JsonNode given =
        TestClient.json(
            GATEWAY.client().post("/v1/embeddings", "{\"model\":\"test@1\",\"input\":\"abc\"}"));
    assertThat(given.at("/data/0/embedding/7").floatValue()).isEqualTo(10f);
    assertThat(given.get("model").asText()).isEqualTo("test@1");
    assertThat(given.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"ada\",\"input\":\"a\"} | 404 | model",
        "{\"input\":\"a\"} | 400 | model",
        "{\"model\":\"test\"} | 400 | input",
        "{\"model\":\"test\",\"input\":[]} | 400 | input",
        "{\"model\":\"test\",\"input\":[\"\"]} | 400 | input",
        "{\"model\":\"test\",\"input\":[1,2]} | 400 | input",
        "{\"model\":\"test\",\"input\":[[1],[2]]} | 400 | input",
        "{\"model\":\"test\",\"input\":\"a\",\"dimensions\":7} | 400 | dimensions",
        "{\"model\":\"test\",\"input\":\"a\",\"encoding_format\":\"hex\"} | 400 | encoding_format",
      })
  void refusesWhatItCannotEmbed(String body, int status, String param) {
    HttpResponse<String> refused = GATEWAY.client().post("/v1/embeddings", body);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(TestClient.json(refused).at("/error/param").asText()).isEqualTo(param);
  }
}
