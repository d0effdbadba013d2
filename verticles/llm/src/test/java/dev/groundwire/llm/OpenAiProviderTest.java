package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.PromptMessage;
import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.SeenRequest;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiProviderTest implements LlmProviderContract {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Room ROOM = new Room();
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(150);

  private ScriptedProvider upstream;

  @BeforeAll
  static void open() throws TimeoutException {
    VERTX.deploy(ROOM);
  }

  @BeforeEach
  void listen() throws TimeoutException {
    upstream = ScriptedProvider.start(VERTX.vertx());
  }

  @AfterEach
  void close() throws TimeoutException {
    upstream.close();
  }

  @Override
  public Vertx vertx() {
    return VERTX.vertx();
  }

  @Override
  public Room room() {
    return ROOM;
  }

  @Override
  public LlmProvider provider() {
    return provider(LONG, 3);
  }

  private OpenAiProvider provider(Duration patience, int attempts) {
    OpenAiConfig config = Settings.openAi(upstream.baseUrl(), patience, attempts);
    return new OpenAiProvider(
        VERTX.vertx(), Settings.llm(config), Clock.systemUTC(), new Random(1));
  }

  @Override
  public LlmProvider broken() {
    OpenAiConfig nobodyListens = Settings.openAi("http://127.0.0.1:1/v1", LONG, 1);
    return new OpenAiProvider(
        VERTX.vertx(), Settings.llm(nobodyListens), Clock.systemUTC(), new Random(1));
  }

  @Override
  public StartGeneration answerable() {
    return asking();
  }

  private static StartGeneration asking() {
    return new StartGeneration(
        UUID.randomUUID(),
        Optional.empty(),
        "question",
        List.of(),
        List.of(new PromptMessage("system", "Be brief."), new PromptMessage("user", "Hello?")),
        100);
  }

  @Override
  public StartGeneration limited() {
    upstream.next(
        Script.of(
            new Step.Say("Hel"), new Step.Finish("length"), new Step.Count(3, 1), Script.DONE));
    return asking();
  }

  private record Written(Completion completion, String text) {}

  private Written write(LlmProvider provider) throws TimeoutException {
    RecordingSink sink = new RecordingSink(VERTX.vertx(), 10_000, false);
    Completion completion =
        ROOM.run(() -> provider.write(asking(), "test-model", sink))
            .await(SECONDS, TimeUnit.SECONDS);
    return new Written(completion, sink.text());
  }

  private BusFailure failure(LlmProvider provider) {
    return catchThrowableOfType(BusFailure.class, () -> write(provider));
  }

  @Test
  void sendsPromptModelAndKey() throws TimeoutException {
    write(provider());
    SeenRequest seen = upstream.seen().getFirst();
    assertThat(seen.path()).isEqualTo("/v1/chat/completions");
    assertThat(seen.headers()).containsEntry("authorization", "Bearer " + Settings.KEY);
    assertThat(seen.body().getString("model")).isEqualTo("test-model");
    assertThat(seen.body().getInteger("max_tokens")).isEqualTo(100);
    assertThat(seen.body().getDouble("temperature")).isEqualTo(0.2);
    assertThat(seen.body().getJsonObject("stream_options").getBoolean("include_usage")).isTrue();
    assertThat(seen.body().getJsonArray("messages").getJsonObject(1).getString("content"))
        .isEqualTo("Hello?");
  }

  @Test
  void reportsTheProvidersCount() throws TimeoutException {
    upstream.next(Script.writing("Hello", " world", "!"));
    Written written = write(provider());
    assertThat(written.text()).isEqualTo("Hello world!");
    assertThat(written.completion().usage()).isEqualTo(new TokenUsage(10, 3));
  }

  @Test
  void countsRoughlyForAProviderThatDoesNot() throws TimeoutException {
    upstream.next(Script.of(new Step.Say("12345678"), new Step.Finish("stop"), Script.DONE));
    assertThat(write(provider()).completion().usage()).isEqualTo(new TokenUsage(5, 2));
  }

  @Test
  void readsAStreamThatComesByteByByte() throws TimeoutException {
    String stream =
        """
        data: {"choices":[{"delta":{"content":"häß 🎉"},"finish_reason":"stop"}]}

        data: [DONE]

        """;
    byte[] bytes = stream.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Step[] steps = new Step[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      steps[at] = new Step.SendBytes(Arrays.copyOfRange(bytes, at, at + 1));
    }
    upstream.next(Script.of(steps));
    assertThat(write(provider()).text()).isEqualTo("häß 🎉");
  }

  @Test
  void readsAWholeCompletionWhereAProviderDoesNotStream() throws TimeoutException {
    upstream.next(
        new Script(
            200,
            Map.of("content-type", "application/json"),
            List.of(
                new Step.Send(
                    "{\"choices\":[{\"message\":{\"content\":\"All at once\"},"
                        + "\"finish_reason\":\"stop\"}]}"))));
    assertThat(write(provider()).text()).isEqualTo("All at once");
  }

  @Test
  void asksAgainBeforeTheFirstText() throws TimeoutException {
    upstream.next(
        Script.refusing(503, Map.of(), "{}"),
        Script.of(new Step.Disconnect()),
        Script.writing("Hello"));
    assertThat(write(provider()).text()).isEqualTo("Hello");
    assertThat(upstream.seen()).hasSize(3);
  }

  @Test
  void neverAsksAgainAfterTheFirstText() {
    upstream.next(Script.of(new Step.Say("Half"), new Step.Disconnect()));
    assertThat(failure(provider()).code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    assertThat(upstream.seen()).hasSize(1);
  }

  @Test
  void givesUpAfterItsAttempts() {
    upstream.otherwise(Script.refusing(429, Map.of("retry-after", "0"), "{}"));
    assertThat(failure(provider()).code()).isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(upstream.seen()).hasSize(3);
  }

  @Test
  void doesNotWaitBeyondItsBudget() {
    upstream.otherwise(Script.refusing(429, Map.of("retry-after", "3600"), "{}"));
    assertThat(failure(provider()).code()).isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(upstream.seen()).hasSize(1);
  }

  @Test
  void neverShowsTheKey() {
    upstream.next(Script.refusing(401, Map.of(), "{\"error\":\"bad key " + Settings.KEY + "\"}"));
    BusFailure failure = failure(provider());
    assertThat(failure).hasMessageContaining("LLM_API_KEY").hasMessageNotContaining(Settings.KEY);
    assertThat(upstream.seen()).hasSize(1);
  }

  @Test
  void failsOnAnErrorWithinTheStream() {
    upstream.next(
        Script.of(
            new Step.Say("Half"),
            new Step.Send("data: {\"error\":{\"message\":\"no more\",\"code\":null}}\n\n")));
    assertThat(failure(provider()).code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
  }

  @Test
  void failsOnWhatIsNoChunk() {
    upstream.next(Script.of(new Step.Say("Half"), new Step.Send("data: <html>\n\n")));
    assertThat(failure(provider())).hasMessageContaining("no chat completion");
  }

  @Test
  void failsOnAStreamThatEndsInTheMiddle() {
    upstream.next(Script.of(new Step.Say("Half")));
    assertThat(failure(provider())).hasMessageContaining("in the middle");
  }

  @Test
  void givesUpAProviderThatDoesNotAnswer() {
    upstream.next(Script.of(new Step.Wait(Duration.ofMinutes(10))));
    assertThat(failure(provider(SHORT, 1)).code()).isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void givesUpAStalledStreamAndClosesIt() throws TimeoutException {
    upstream.next(Script.of(new Step.Say("Half"), new Step.Stall()));
    assertThat(failure(provider(SHORT, 1)).code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    upstream.seen().getFirst().closedByClient().await(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void closesTheConnectionWhenNobodyWantsTheText() throws TimeoutException {
    upstream.next(Script.of(new Step.Say("Half"), new Step.Stall()));
    RecordingSink sink = new RecordingSink(VERTX.vertx(), 10_000, true);
    ROOM.run(() -> provider().write(asking(), "test-model", sink)).await(SECONDS, TimeUnit.SECONDS);
    upstream.seen().getFirst().closedByClient().await(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void holdsTheProviderBackWhileNobodyReads() throws TimeoutException {
    String piece = "x".repeat(32_768);
    String[] pieces = Collections.nCopies(1_000, piece).toArray(new String[0]);
    upstream.next(Script.writing(pieces));
    Generation generation = new Generation(VERTX.vertx(), Settings.llm(Settings.openAi(null)), 0);
    var written = ROOM.run(() -> provider().write(asking(), "test-model", generation));
    SeenRequest seen = upstream.request(1).await(SECONDS, TimeUnit.SECONDS);
    seen.heldBack().await(SECONDS, TimeUnit.SECONDS);
    int length = 0;
    int longest = 0;
    while (!written.isComplete() || !generation.isOver()) {
      String text =
          ROOM.run(
                  () -> {
                    String taken = generation.take().text();
                    if (written.isComplete()) {
                      generation.finish(written.result());
                    }
                    return taken;
                  })
              .await(SECONDS, TimeUnit.SECONDS);
      length += text.length();
      longest = Math.max(longest, text.length());
    }
    assertThat(length).isEqualTo(1_000 * piece.length());
    assertThat(longest).isLessThan(20 * piece.length());
  }
}
