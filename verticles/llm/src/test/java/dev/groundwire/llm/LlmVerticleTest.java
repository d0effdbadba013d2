package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.llm.CancelGeneration;
import dev.groundwire.bus.llm.ListModels;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.PromptMessage;
import dev.groundwire.bus.llm.ReadTokens;
import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.SeenRequest;
import dev.groundwire.testing.provider.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LlmVerticleTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private ScriptedProvider upstream;
  private String deployment;

  @BeforeEach
  void deploy() throws TimeoutException {
    upstream = ScriptedProvider.start(VERTX.vertx());
    deployment = deploy(2, Duration.ofMinutes(1));
  }

  private String deploy(int generations, Duration unreadGrace) throws TimeoutException {
    return VERTX.deploy(
        new LlmVerticle(
            Settings.llm(Settings.openAi(upstream.baseUrl()), generations, unreadGrace),
            Clock.systemUTC(),
            new Random(1)));
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    VERTX.undeploy(deployment);
    upstream.close();
  }

  private static <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return new Bus(VERTX.vertx()).request(at, request, DEADLINE).await();
  }

  private static BusFailure refusal(Runnable request) {
    return catchThrowableOfType(BusFailure.class, request::run);
  }

  private static UUID start(Optional<String> model) {
    UUID id = UUID.randomUUID();
    List<PromptMessage> prompt = List.of(new PromptMessage("user", "Hello?"));
    ask(LlmBus.START_GENERATION, new StartGeneration(id, model, "Hello?", List.of(), prompt, 100));
    return id;
  }

  private static UUID start() {
    return start(Optional.empty());
  }

  private static TokenBatch read(UUID id, int waitMillis) {
    return ask(LlmBus.READ_TOKENS, new ReadTokens(id, waitMillis));
  }

  private SeenRequest seen() throws TimeoutException {
    return upstream.request(1).await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void awaitClose(SeenRequest seen) throws TimeoutException {
    seen.closedByClient().await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void handsOverTheTextAndThenForgetsIt() {
    upstream.next(Script.writing("Hello", " ", "world"));
    UUID id = start();
    StringBuilder text = new StringBuilder();
    TokenBatch batch = read(id, 10_000);
    while (batch.finishReason().isEmpty()) {
      text.append(batch.text());
      batch = read(id, 10_000);
    }
    text.append(batch.text());
    assertThat(text.toString()).isEqualTo("Hello world");
    assertThat(batch.finishReason()).contains("stop");
    assertThat(batch.usage()).isPresent();
    assertThat(refusal(() -> read(id, 0)).code()).isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void saysWithAnEmptyBatchThatNothingIsThereYet() {
    upstream.next(Script.of(new Step.Stall()));
    assertThat(read(start(), 20))
        .isEqualTo(new TokenBatch("", List.of(), Optional.empty(), Optional.empty()));
  }

  @Test
  void tellsAFailureAfterTheTextBeforeIt() {
    upstream.next(Script.of(new Step.Say("Half"), new Step.Disconnect()));
    UUID id = start();
    assertThat(read(id, 10_000).text()).isEqualTo("Half");
    assertThat(refusal(() -> read(id, 10_000)).code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
  }

  @Test
  void refusesMoreThanItsBound() {
    upstream.otherwise(Script.of(new Step.Stall()));
    start();
    start();
    assertThat(refusal(LlmVerticleTest::start).code()).isEqualTo(FailureCode.OVERLOADED);
  }

  @Test
  void closesTheConnectionOnCancellation() throws TimeoutException {
    upstream.next(Script.of(new Step.Say("Half"), new Step.Stall()));
    UUID id = start();
    SeenRequest seen = seen();
    ask(LlmBus.CANCEL_GENERATION, new CancelGeneration(id));
    awaitClose(seen);
    assertThat(refusal(() -> read(id, 0)).code()).isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void cancelsWhatNobodyReads() throws TimeoutException {
    VERTX.undeploy(deployment);
    deployment = deploy(2, Duration.ofSeconds(1));
    upstream.next(Script.of(new Step.Say("Half"), new Step.Stall()));
    assertThat(read(start(), 20_000).text()).isEqualTo("Half");
    awaitClose(seen());
  }

  @Test
  void closesConnectionsWhenItStops() throws TimeoutException {
    upstream.next(Script.of(new Step.Stall()));
    start();
    SeenRequest seen = seen();
    VERTX.undeploy(deployment);
    awaitClose(seen);
    deployment = deploy(2, Duration.ofMinutes(1));
  }

  @Test
  void cancelsWhatNeverWas() {
    ask(LlmBus.CANCEL_GENERATION, new CancelGeneration(UUID.randomUUID()));
  }

  @Test
  void listsTheConfiguredModelFirst() {
    assertThat(ask(LlmBus.LIST_MODELS, new ListModels()).models())
        .containsExactly("test-model", "other-model", "extractive");
  }

  @Test
  void refusesAModelItDoesNotHave() {
    assertThat(refusal(() -> start(Optional.of("nothing"))))
        .hasMessageContaining("test-model")
        .extracting(BusFailure::code)
        .isEqualTo(FailureCode.INVALID_REQUEST);
  }
}
