package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model {@code groundwire/default}: answers from the documents of a workspace. */
class OpenAiGroundedTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String COMPLETIONS = "/v1/chat/completions";
  private static final String TEXT = "Four \"years\",\\ or\n900 𐌲 charges. [1]";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.withKeys(POSTGRES, VERTX);

  private final TestClient http = GATEWAY.client(GatewayFixture.KEY);
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .baseUrl("http://127.0.0.1:" + GATEWAY.port() + "/v1")
          .apiKey(GatewayFixture.KEY)
          .maxRetries(0)
          .build();

  @BeforeEach
  void answer() {
    GATEWAY.rooms.chat.script =
        List.of(
            new LogEntry(1, "status", "{\"state\":\"queued\",\"position\":3}"),
            new LogEntry(2, "sources", "{\"sources\":[{\"n\":1,\"documentName\":\"terms.pdf\"}]}"),
            new LogEntry(3, "delta", "{\"text\":\"Four \\\"years\\\",\\\\ or\\n\"}"),
            new LogEntry(4, "delta", "{\"text\":\"900 𐌲 charges. [1]\"}"),
            new LogEntry(5, "citation", "{\"n\":1,\"at\":29}"),
            new LogEntry(
                6,
                "done",
                "{\"answerId\":\"x\",\"finishReason\":\"stop\",\"usage\":{\"promptTokens\":11,"
                    + "\"completionTokens\":4},\"model\":\"m\"}"));
    GATEWAY.rooms.chat.cancelled.clear();
  }

  @AfterEach
  void close() {
    assertThat(GATEWAY.rooms.chat.cancelled).as("an answer that ended").isEmpty();
    client.close();
  }

  private static ChatCompletionCreateParams.Builder question() {
    return ChatCompletionCreateParams.builder()
        .model("groundwire/default")
        .addSystemMessage("Be brief.")
        .addUserMessage("Hello")
        .addUserMessage("How long is the warranty?");
  }

  @Test
  void streamsWithSources() {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    try (StreamResponse<ChatCompletionChunk> stream =
        client
            .chat()
            .completions()
            .createStreaming(
                question()
                    .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                    .build())) {
      stream.stream()
          .peek(whole::accumulate)
          .map(ChatCompletionChunk::validate)
          .forEach(chunks::add);
    }
    assertThat(whole.chatCompletion().choices().getFirst().message().content()).hasValue(TEXT);
    assertThat(chunks.getFirst().choices().getFirst().delta().role())
        .hasValue(ChatCompletionChunk.Choice.Delta.Role.ASSISTANT);
    assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(15);
    ChatCompletionChunk last = chunks.get(chunks.size() - 2);
    assertThat(last.choices().getFirst().finishReason())
        .hasValue(ChatCompletionChunk.Choice.FinishReason.STOP);
    assertThat(last._allProperties().get("groundwire"))
        .asString()
        .contains("answerId", "terms.pdf", "citations");
    StartAnswer asked = GATEWAY.rooms.chat.asked.getLast();
    assertThat(asked.question()).isEqualTo("How long is the warranty?");
    assertThat(asked.keepGoing()).isFalse();
  }

  @Test
  void answersAtOnceWithSources() {
    ChatCompletion answer = client.chat().completions().create(question().build()).validate();
    assertThat(answer.model()).isEqualTo("groundwire/default");
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(11);
    var message = answer.choices().getFirst().message();
    assertThat(message.content()).hasValue(TEXT);
    Map<String, ?> grounding = message._allProperties();
    assertThat(grounding.get("groundwire")).asString().contains("answerId", "terms.pdf");
  }

  @Test
  void failsAsTheAnswerDoes() {
    GATEWAY.rooms.chat.script =
        List.of(
            new LogEntry(1, "status", "{\"state\":\"queued\"}"),
            new LogEntry(
                2,
                "error",
                "{\"type\":\"urn:groundwire:problem:rate-limited\",\"detail\":\"Too many.\","
                    + "\"retryAfter\":9}"));
    for (boolean streams : new boolean[] {true, false}) {
      HttpResponse<String> refused = http.post(COMPLETIONS, body("groundwire/default", streams));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("9");
      assertThat(TestClient.json(refused).at("/error/message").asText()).isEqualTo("Too many.");
    }
  }

  @Test
  void doesNotPassACancelledAnswerOffAsAWholeOne() {
    List<LogEntry> before = GATEWAY.rooms.chat.script.subList(0, 2);
    List<LogEntry> cancelled = new ArrayList<>(before);
    cancelled.add(
        new LogEntry(
            3,
            "done",
            "{\"answerId\":\"x\",\"finishReason\":\"cancelled\",\"usage\":{\"promptTokens\":11,"
                + "\"completionTokens\":1},\"model\":\"m\"}"));
    GATEWAY.rooms.chat.script = cancelled;
    for (boolean streams : new boolean[] {true, false}) {
      HttpResponse<String> refused = http.post(COMPLETIONS, body("groundwire/default", streams));
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.headers().firstValue("X-Should-Retry")).hasValue("false");
      assertThat(TestClient.json(refused).at("/error/message").asText())
          .isEqualTo("The answer was cancelled.");
    }
  }

  @Test
  void showsThatAStreamLivesWhileTheQuestionWaits() throws InterruptedException {
    GATEWAY.rooms.chat.script = List.of(new LogEntry(1, "status", "{\"state\":\"queued\"}"));
    GATEWAY.rooms.chat.watched.clear();
    try (SseClient stream =
        new SseClient(
            http.stream(
                http.request(COMPLETIONS)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body("groundwire/default", true)))))) {
      stream.awaitComments(1);
      UUID answer = Objects.requireNonNull(GATEWAY.rooms.chat.watched.poll(20, TimeUnit.SECONDS));
      GATEWAY.rooms.chat.append(
          answer,
          new LogEntry(
              2,
              "error",
              "{\"type\":\"urn:groundwire:problem:overloaded\",\"detail\":\"Too many.\"}"));
      SseClient.Event failure = stream.next().orElseThrow();
      assertThat(failure.type()).isEqualTo("error");
      assertThat(failure.data()).contains("Too many.");
      assertThat(stream.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[]} | 400 | model",
        "{\"model\":\"m\",\"messages\":[]} | 400 | messages",
        "{\"model\":\"m\",\"messages\":7} | 400 | messages",
        "{\"model\":7,\"messages\":[{}]} | 400 | model",
        "{\"model\":\"m\",\"messages\":[{}],\"stream\":\"yes\"} | 400 | stream",
        "{\"model\":\"m\",\"model\":\"n\",\"messages\":[{}]} | 400 | ",
        "{\"model\":\"m\",\"messages\":[{}]} x | 400 | ",
        "[] | 400 | ",
        "{\"model\":\"m\" | 400 | ",
        "{\"model\":\"groundwire/unknown\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} |"
            + " 404 | model",
        "{\"model\":\"groundwire/default\",\"messages\":[{\"role\":\"system\",\"content\":\"a\"}]}"
            + " | 400 | messages",
        "{\"model\":\"groundwire/default\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]} |"
            + " 400 | ",
        "{\"model\":\"groundwire/default\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"
            + " | 400 | n",
        "{\"model\":\"groundwire/default\",\"tools\":[{\"type\":\"function\"}],"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | 400 | tools",
        "{\"model\":\"groundwire/default\",\"response_format\":{\"type\":\"json_object\"},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | 400 | response_format",
        "{\"model\":\"groundwire/default\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}"
            + " | 400 | messages",
      })
  void refusesInTheirShape(String body, int status, String param) {
    HttpResponse<String> refused = http.post(COMPLETIONS, body);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode error = TestClient.json(refused).get("error");
    assertThat(error.get("message").asText()).isNotEmpty();
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.get("param").asText(null)).isEqualTo(param);
    assertThat(error.has("code")).isTrue();
  }

  @Test
  void takesWhatChangesNothing() {
    String harmless =
        "\"n\":1,\"tools\":[],\"response_format\":{\"type\":\"text\"},\"temperature\":0,"
            + "\"max_tokens\":9,\"stop\":null,";
    String body = body("groundwire/default", false).replaceFirst("\\{", "{" + harmless);
    assertThat(http.post(COMPLETIONS, body).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesOnOtherPathsAndMethodsInTheirShapeToo() {
    assertThat(error(http.get("/v1/nothing"), 404)).isEqualTo("not_found");
    assertThat(error(http.get(COMPLETIONS), 405)).isEqualTo("null");
    assertThat(error(GATEWAY.client().get("/v1/nothing"), 401)).isEqualTo("invalid_api_key");
    assertThat(error(http.post(COMPLETIONS, "\"" + "x".repeat(1 << 20) + "\""), 413))
        .isEqualTo("null");
    HttpResponse<String> named =
        http.send(
            http.request(COMPLETIONS)
                .header("Content-Type", "application/json")
                .header("X-Groundwire-Workspace", "unknown")
                .POST(BodyPublishers.ofString(body("m", true))));
    assertThat(error(named, 404)).isEqualTo("not_found");
  }

  @Test
  void anothersWorkspaceIsNoModel() {
    TestClient rival = GATEWAY.client(GatewayFixture.RIVAL_KEY);
    String theirs =
        POSTGRES
            .database()
            .<String>asSystem(tx ->
                tx.query(
                        "SELECT w.id::text FROM workspace w JOIN organization o"
                            + " ON o.id = w.organization_id WHERE o.slug = 'default'")
                    .execute()
                    .await()
                    .iterator()
                    .next()
                    .getString(0));
    assertThat(error(rival.post(COMPLETIONS, body("groundwire/" + theirs, false)), 404))
        .isEqualTo("model_not_found");
    assertThat(http.post(COMPLETIONS, body("groundwire/" + theirs, false)).statusCode())
        .isEqualTo(200);
  }

  private static String error(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return TestClient.json(response).at("/error/code").asText();
  }

  private static String body(String model, boolean streams) {
    return "{\"model\":\""
        + model
        + "\",\"stream\":"
        + streams
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"why?\"}]}";
  }
}
