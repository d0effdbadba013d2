package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.SeenRequest;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every provider over HTTP does, whatever its protocol. */
abstract class LanguageModelContract implements LlmProviderContract {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration SHORT = Duration.ofMillis(200);

  private final List<String> rooms = new ArrayList<>();
  private ScriptedProvider upstream;

  abstract Wire wire();

  @BeforeEach
  void listen() throws TimeoutException {
    upstream = ScriptedProvider.start(VERTX.vertx());
    upstream.otherwise(Scripts.writing(wire(), "Hello", " ", "wörld 🎉"));
  }

  @AfterEach
  void close() throws TimeoutException {
    for (String room : rooms) {
      VERTX.undeploy(room);
    }
    upstream.close();
  }

  ScriptedProvider upstream() {
    return upstream;
  }

  @Override
  public VertxFixture fixture() {
    return VERTX;
  }

  @Override
  public DirectRoom open(ProviderConfig provider) throws TimeoutException {
    return open(new DirectRoom(provider));
  }

  DirectRoom open(DirectRoom room) throws TimeoutException {
    rooms.add(VERTX.vertx().deployVerticle(room).await(30, TimeUnit.SECONDS));
    return room;
  }

  DirectRoom open() throws TimeoutException {
    return open(provider());
  }

  @Override
  public ProviderConfig provider() {
    return Providers.at(wire().kind(), upstream.baseUrl());
  }

  @Override
  public ProviderConfig broken() {
    return Providers.at(wire().kind(), "http://127.0.0.1:1/v1");
  }

  @Override
  public Generate answerable() {
    return Requests.generate();
  }

  @Override
  public String answer() {
    return "Hello wörld 🎉";
  }

  @Override
  public Generate limited() {
    upstream.next(Scripts.raw(wire().begin(3), wire().say("Hel"), wire().end("length", 3, 1)));
    return Requests.generate();
  }

  Reader<Generate, GenerationItem> generate() {
    return Reader.of(VERTX.vertx(), LlmBus.GENERATE, Requests.generate());
  }

  Reader<Complete, CompletionItem> complete(JsonObject body) {
    return Reader.of(VERTX.vertx(), LlmBus.COMPLETE, Requests.complete(body));
  }

  SeenRequest seen() {
    return Reader.await(upstream.request(1));
  }

  @Test
  void asksWhereItsProtocolSays() throws TimeoutException {
    open();
    generate().awaitEnd();
    assertThat(seen().path()).isEqualTo(wire().path());
    assertThat(seen().body().getString("model")).isEqualTo("upstream-model");
    assertThat(seen().body().getInteger("max_tokens")).isEqualTo(100);
    assertThat(seen().body().getDouble("temperature")).isEqualTo(0.2);
    assertThat(seen().body().getBoolean("stream")).isTrue();
  }

  @Test
  void reportsTheProvidersCount() throws TimeoutException {
    open();
    assertThat(generate().awaitEnd().ending().usage()).isEqualTo(new TokenUsage(10, 3));
  }

  @Test
  void countsRoughlyForAProviderThatDoesNot() throws TimeoutException {
    open();
    upstream.next(Scripts.raw(wire().say("12345678"), wire().uncountedEnd()));
    assertThat(generate().awaitEnd().ending().usage()).isEqualTo(new TokenUsage(5, 2));
  }

  @Test
  void readsAStreamThatComesByteByByte() throws TimeoutException {
    open();
    String stream =
        "\uFEFF: hello\n\n" + wire().begin(1) + wire().say("häß 🎉") + wire().end("stop", 1, 1);
    byte[] bytes = stream.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    List<Step> steps = new ArrayList<>();
    for (int at = 0; at < bytes.length; at++) {
      steps.add(new Step.SendBytes(Arrays.copyOfRange(bytes, at, at + 1)));
    }
    upstream.next(Script.of(steps));
    assertThat(generate().awaitEnd().text()).isEqualTo("häß 🎉");
  }

  @Test
  void readsAWholeAnswerWhereAProviderDoesNotStream() throws TimeoutException {
    open();
    upstream.next(Scripts.whole(wire().whole("All at once")));
    assertThat(generate().awaitEnd().text()).isEqualTo("All at once");
  }

  @Test
  void readsAnEmptyAnswer() throws TimeoutException {
    open();
    upstream.next(Scripts.raw(wire().begin(1), wire().end("stop", 1, 0)));
    assertThat(generate().awaitEnd().items()).hasSize(2);
  }

  @Test
  void keepsThoughtsToItself() throws TimeoutException {
    open();
    upstream.next(
        Scripts.raw(
            wire().begin(1), wire().think("hm"), wire().say("Yes"), wire().end("stop", 1, 2)));
    assertThat(generate().awaitEnd().text()).isEqualTo("Yes");
  }

  @Test
  void readsWhatTheHeadSaysOfLimits() throws TimeoutException, InterruptedException {
    DirectRoom room = open();
    upstream.next(
        new Script(
            200,
            Map.of("x-ratelimit-remaining-requests", "7"),
            Scripts.writing(wire(), "Hi").steps()));
    generate().awaitEnd();
    assertThat(room.limits().remainingRequests()).hasValue(7);
  }

  @Test
  void tellsHowLongToWaitWhenItIsLimited() throws TimeoutException, InterruptedException {
    DirectRoom room = open();
    upstream.next(Script.refusing(429, Map.of("retry-after", "3"), "{}"));
    BusFailure failure = generate().failure();
    assertThat(failure.code()).isEqualTo(FailureCode.RATE_LIMITED);
    AttemptFailure told = room.failure();
    assertThat(told.kind()).isEqualTo(Kind.PROVIDER_LIMITS);
    assertThat(told.retryAfter()).contains(Duration.ofSeconds(3));
  }

  @Test
  void showsWhoWroteTheRequestWhatIsWrongWithIt() throws TimeoutException {
    open();
    String said = "{\"error\":{\"message\":\"bad top_p, key " + Providers.KEY + "\"}}";
    upstream.otherwise(Script.refusing(400, Map.of(), said));
    assertThat(generate().failure()).hasMessageNotContaining("top_p");
    JsonObject body = new JsonObject().put("messages", new JsonArray());
    assertThat(complete(body).failure())
        .hasMessageContaining("bad top_p, key ***")
        .hasMessageNotContaining(Providers.KEY);
  }

  @Test
  void tellsTheTextBeforeAnError() throws TimeoutException, InterruptedException {
    DirectRoom room = open();
    upstream.next(
        Scripts.raw(wire().begin(1), wire().say("Half"))
            .paced(Duration.ofMillis(1), Duration.ofMillis(30)));
    Reader<Generate, GenerationItem> reader = generate();
    assertThat(reader.failure().code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    assertThat(reader.text()).isEqualTo("Half");
    assertThat(room.failure().message()).contains("in the middle");
  }

  /** What a provider does wrong, in the words of either protocol, and whose fault it is. */
  static List<Arguments> failures() {
    return List.of(
        failure(
            "refuses the key, and quotes it",
            wire -> Script.refusing(401, Map.of(), "{\"error\":\"bad key " + Providers.KEY + "\"}"),
            Kind.PROVIDER_REFUSES),
        failure(
            "refuses the request",
            wire -> Script.refusing(400, Map.of(), "{}"),
            Kind.REQUEST_REFUSED),
        failure(
            "sends an error before the text",
            wire -> Scripts.raw(wire.error("rate_limit_error", "slow down")),
            Kind.PROVIDER_LIMITS),
        failure(
            "sends what is no event",
            wire -> Scripts.raw(wire.begin(1), "data: <html>\n\n"),
            Kind.PROVIDER_FAILED),
        failure(
            "sends a giant event",
            wire -> Scripts.raw(wire.say("x".repeat(1 << 20))),
            Kind.PROVIDER_FAILED),
        failure(
            "withholds the text",
            wire -> Scripts.raw(wire.begin(1), wire.end("content_filter", 1, 0)),
            Kind.REQUEST_REFUSED),
        failure(
            "closes the connection",
            wire -> Scripts.then(new Step.Disconnect(), wire.begin(1)),
            Kind.PROVIDER_FAILED));
  }

  private static Arguments failure(String name, Function<Wire, Script> script, Kind kind) {
    return Arguments.of(Named.of(name, script), kind);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhoseFaultItIsThatAProvider(Function<Wire, Script> script, Kind kind)
      throws TimeoutException, InterruptedException {
    DirectRoom room = open();
    upstream.next(script.apply(wire()));
    assertThat(generate().failure()).hasMessageNotContaining(Providers.KEY);
    assertThat(room.failure().kind()).isEqualTo(kind);
  }

  @Test
  void logsOnceWhatAStreamFailedWithInTheProvidersWords() throws TimeoutException {
    open();
    String said = "tank empty, key " + Providers.KEY;
    upstream.next(
        Scripts.raw(wire().begin(1), wire().say("Half"), wire().error("api_error", said)));
    try (LoggedWarnings warned = new LoggedWarnings(HttpAttempt.class)) {
      assertThat(generate().failure()).hasMessageNotContaining("tank");
      assertThat(warned.lines())
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("answer of the model provider failed provider=")
          .contains("model=\"upstream-model\"", "tank empty, key ***");
    }
  }

  @Test
  void logsTheMessageOfARefusalAndNotItsBody() throws TimeoutException {
    open();
    String body = "{\"error\":{\"message\":\"no such voice\"},\"prompt\":\"Hello?\"}";
    upstream.next(Script.refusing(400, Map.of(), body));
    try (LoggedWarnings warned = new LoggedWarnings(HttpAttempt.class)) {
      assertThat(generate().failure().code()).isEqualTo(FailureCode.INVALID_REQUEST);
      assertThat(warned.lines())
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("reason=\"no such voice\"", "status=\"400\"")
          .doesNotContain("Hello?");
    }
  }

  @Test
  void givesUpAProviderThatDoesNotAnswer() throws TimeoutException, InterruptedException {
    DirectRoom room = open(Providers.impatient(provider(), SHORT));
    upstream.next(Script.of(new Step.Wait(Duration.ofMinutes(10))));
    assertThat(generate().failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(room.failure().message()).contains("did not answer");
  }

  @Test
  void givesUpAStalledStreamAndClosesIt() throws TimeoutException, InterruptedException {
    DirectRoom room = open(Providers.impatient(provider(), SHORT));
    upstream.next(Scripts.then(new Step.Stall(), wire().begin(1), wire().say("Half")));
    Reader<Generate, GenerationItem> reader = generate();
    assertThat(reader.failure().code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    assertThat(reader.text()).isEqualTo("Half");
    assertThat(room.failure().kind()).isEqualTo(Kind.PROVIDER_SLOW);
    Reader.await(seen().closedByClient());
  }

  @Test
  void givesUpAProviderThatOnlySendsComments() throws TimeoutException, InterruptedException {
    DirectRoom room = open(Providers.impatient(provider(), SHORT));
    List<String> comments = Collections.nCopies(500, ": still here\n\n");
    upstream.next(
        Scripts.raw(comments.toArray(new String[0]))
            .paced(Duration.ofMillis(10), Duration.ofMillis(10)));
    assertThat(generate().failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(room.failure().message()).contains("wrote nothing");
  }

  @Test
  void closesTheConnectionOnCancellationBeforeTheFirstText() throws TimeoutException {
    open();
    upstream.next(Script.of(new Step.Stall()));
    Reader<Generate, GenerationItem> reader = generate();
    SeenRequest seen = seen();
    reader.cancel();
    Reader.await(seen.closedByClient());
  }

  @Test
  void closesTheConnectionOnCancellationInTheMiddle() throws TimeoutException {
    open();
    upstream.next(Scripts.then(new Step.Stall(), wire().begin(1), wire().say("Half")));
    Reader<Generate, GenerationItem> reader = generate();
    reader.awaitText();
    reader.cancel();
    Reader.await(seen().closedByClient());
  }

  @Test
  void holdsTheProviderBackWhileNobodyReads() throws TimeoutException {
    open();
    String piece = "x".repeat(32_768);
    String[] pieces = Collections.nCopies(1_000, piece).toArray(new String[0]);
    upstream.next(Scripts.writing(wire(), pieces));
    Reader<Generate, GenerationItem> reader =
        Reader.slow(VERTX.vertx(), LlmBus.GENERATE, Requests.generate());
    Reader.await(seen().heldBack());
    for (int granted = 0; granted < 1_200; granted++) {
      reader.grant(1);
    }
    reader.awaitEnd();
    assertThat(reader.text()).hasSize(1_000 * piece.length());
  }
}
