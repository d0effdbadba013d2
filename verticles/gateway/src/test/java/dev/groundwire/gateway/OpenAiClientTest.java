package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official client of OpenAI finds here what it knows. */
class OpenAiClientTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.withKeys(POSTGRES, VERTX);

  private final OpenAIClient client = client(GatewayFixture.KEY);

  @BeforeEach
  void nothingAsked() {
    GATEWAY.rooms.llm.asked.clear();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + GATEWAY.port() + "/v1")
        .apiKey(key)
        .maxRetries(0)
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  private static ChatCompletionCreateParams.Builder question(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("Why?");
  }

  private static String chunk(String delta, String finishReason) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-test-1\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finishReason
        + "}]}";
  }

  private static final String USAGE =
      "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-test-1\","
          + "\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,"
          + "\"total_tokens\":7}}";

  private static void saysHello() {
    GATEWAY.rooms.llm.says(
        List.of(
            chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            chunk("{\"content\":\"Hello \"}", "null")
                + "\n"
                + chunk("{\"content\":\"𐌲!\"}", "null"),
            chunk("{}", "\"stop\""),
            USAGE));
  }

  @Test
  void streams() throws InterruptedException {
    saysHello();
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(question("gpt-test").build())) {
      chunks.stream()
          .peek(whole::accumulate)
          .forEach(chunk -> assertThat(chunk.usage()).as("nobody asked for it").isEmpty());
    }
    ChatCompletion answer = whole.chatCompletion();
    assertThat(answer.choices().getFirst().message().content()).hasValue("Hello 𐌲!");
    Complete asked = Objects.requireNonNull(GATEWAY.rooms.llm.asked.poll(20, TimeUnit.SECONDS));
    assertThat(asked.call().model()).hasValue("gpt-test");
    assertThat(asked.body()).contains("\"messages\":[{\"content\":\"Why?\",\"role\":\"user\"}]");
  }

  @Test
  void tellsUsageToThoseWhoAsk() {
    saysHello();
    assertThat(usageTold()).isEqualTo(7);
    GATEWAY.rooms.llm.says(List.of(chunk("{\"content\":\"a\"}", "\"stop\"")));
    assertThat(usageTold()).as("counted here").isEqualTo(10);
  }

  private long usageTold() {
    try (StreamResponse<ChatCompletionChunk> chunks =
        client
            .chat()
            .completions()
            .createStreaming(
                question("gpt-test")
                    .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                    .build())) {
      return chunks.stream()
          .flatMap(chunk -> chunk.usage().stream())
          .mapToLong(usage -> usage.totalTokens())
          .sum();
    }
  }

  @Test
  void answersAtOnce() {
    saysHello();
    ChatCompletion answer =
        client.chat().completions().create(question("gpt-test").build()).validate();
    assertThat(answer.id()).isEqualTo("c1");
    assertThat(answer.choices()).hasSize(1);
    assertThat(answer.choices().getFirst().message().content()).hasValue("Hello 𐌲!");
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(7);
  }

  @Test
  void passesToolCallsOn() {
    GATEWAY.rooms.llm.says(
        List.of(
            chunk(
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}}]}",
                "null"),
            chunk(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"at\\\":\"}}]}",
                "null"),
            chunk(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}},{\"index\":1,"
                    + "\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"go\","
                    + "\"arguments\":\"{}\"}}]}",
                "null"),
            chunk("{}", "\"tool_calls\"")));
    ChatCompletionAccumulator streamed = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(question("gpt-test").build())) {
      chunks.stream().forEach(streamed::accumulate);
    }
    ChatCompletion whole =
        client.chat().completions().create(question("gpt-test").build()).validate();
    for (ChatCompletion answer : List.of(streamed.chatCompletion(), whole)) {
      ChatCompletion.Choice choice = answer.choices().getFirst();
      assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
      List<ChatCompletionMessageFunctionToolCall> calls =
          choice.message().toolCalls().orElseThrow().stream()
              .map(call -> call.asFunction())
              .toList();
      assertThat(calls).extracting(call -> call.id()).containsExactly("call_1", "call_2");
      assertThat(calls)
          .extracting(call -> call.function().name() + call.function().arguments())
          .containsExactly("look{\"at\":1}", "go{}");
    }
  }

  @Test
  void listsAndRetrievesModels() {
    assertThat(client.models().list().data())
        .extracting(Model::id)
        .containsExactly("gpt-test", "other", "groundwire/default", "test");
    assertThat(client.models().retrieve("groundwire/default").validate().id())
        .isEqualTo("groundwire/default");
    OpenAIServiceException unknown = failure(() -> client.models().retrieve("groundwire/theirs"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.code()).hasValue("model_not_found");
  }

  @Test
  void listsModelsWithoutTheOneThatDoesNotAnswer() {
    GATEWAY.rooms.embeddingUp = false;
    try {
      assertThat(client.models().list().data())
          .extracting(Model::id)
          .containsExactly("gpt-test", "other", "groundwire/default");
    } finally {
      GATEWAY.rooms.embeddingUp = true;
    }
  }

  @Test
  void saysThatThereIsNoSuchModel() {
    GATEWAY.rooms.llm.script =
        out -> out.fail(new BusFailure(FailureCode.NOT_FOUND, "There is no model of that name."));
    for (Runnable ask :
        List.<Runnable>of(
            () -> client.chat().completions().create(question("gpt-9").build()), this::streamed)) {
      OpenAIServiceException failure = failure(ask);
      assertThat(failure).isInstanceOf(NotFoundException.class);
      assertThat(failure.code()).hasValue("model_not_found");
      assertThat(failure.param()).hasValue("model");
    }
  }

  @Test
  void showsThatAStreamLivesBeforeItsFirstText() throws InterruptedException {
    GATEWAY.rooms.llm.script = TestLlm::begin;
    TestClient http = GATEWAY.client(GatewayFixture.KEY);
    try (SseClient stream =
        new SseClient(
            http.stream(
                http.request("/v1/chat/completions")
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"model\":\"gpt-test\",\"stream\":true,\"messages\":[{}]}"))))) {
      assertThat(stream.response().statusCode()).isEqualTo(200);
      stream.awaitComments(2);
      assertThat(GATEWAY.rooms.llm.asked.poll(20, TimeUnit.SECONDS)).isNotNull();
      GATEWAY.rooms.llm.run(() ->
          GATEWAY
              .rooms
              .llm
              .opened
              .getLast()
              .fail(new BusFailure(FailureCode.OVERLOADED, "Nobody was free in time.")));
      SseClient.Event failure = stream.next().orElseThrow();
      assertThat(failure.type()).isEqualTo("error");
      assertThat(failure.data()).contains("Nobody was free in time.");
      assertThat(stream.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, 400, BadRequestException, invalid_request_error",
    "UNPROCESSABLE, 422, UnprocessableEntityException, invalid_request_error",
    "RATE_LIMITED, 429, RateLimitException, rate_limit_error",
    "INTERNAL, 500, InternalServerException, server_error",
    "UPSTREAM_FAILED, 502, InternalServerException, server_error",
    "OVERLOADED, 503, InternalServerException, server_error",
  })
  void throwsItsOwnExceptionOfEachFailure(
      FailureCode code, int status, String exception, String type) {
    GATEWAY.rooms.llm.script =
        out -> out.fail(new BusFailure(code, "As it is.", Duration.ofMillis(2_500)));
    for (Runnable ask :
        List.<Runnable>of(
            () -> client.chat().completions().create(question("gpt-test").build()),
            this::streamed)) {
      OpenAIServiceException failure = failure(ask);
      assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
      assertThat(failure.statusCode()).isEqualTo(status);
      assertThat(failure.type()).hasValue(type);
      assertThat(failure.headers().values("Retry-After")).containsExactly("3");
      assertThat(failure.headers().values("X-Request-ID")).hasSize(1);
    }
  }

  @Test
  void refusesAKeyThatNobodyHas() {
    OpenAIClient stranger = client("sk-nobody-has-this-key");
    OpenAIServiceException failure = failure(() -> stranger.models().list());
    stranger.close();
    assertThat(failure).isInstanceOf(UnauthorizedException.class);
    assertThat(failure.code()).hasValue("invalid_api_key");
  }

  @Test
  void endsAStreamWithTheFailureThatEndedIt() throws InterruptedException {
    GATEWAY.rooms.llm.script =
        out -> out.send(new CompletionChunk(chunk("{\"content\":\"a\"}", "null")));
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(question("gpt-test").build())) {
      var each = chunks.stream().iterator();
      assertThat(each.next().choices()).hasSize(1);
      Complete asked = Objects.requireNonNull(GATEWAY.rooms.llm.asked.poll(20, TimeUnit.SECONDS));
      assertThat(asked.call().model()).isPresent();
      GATEWAY.rooms.llm.run(() ->
          GATEWAY
              .rooms
              .llm
              .opened
              .getLast()
              .fail(new BusFailure(FailureCode.UPSTREAM_FAILED, "The model went silent.")));
      SseException failure = catchThrowableOfType(SseException.class, each::hasNext);
      assertThat(failure).hasMessageContaining("The model went silent.");
    }
  }

  private void streamed() {
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(question("gpt-test").build())) {
      assertThat(chunks.stream()).isEmpty();
    }
  }

  private static OpenAIServiceException failure(Runnable call) {
    OpenAIServiceException failure = catchThrowableOfType(OpenAIServiceException.class, call::run);
    return Objects.requireNonNull(failure, "nothing was thrown");
  }
}
