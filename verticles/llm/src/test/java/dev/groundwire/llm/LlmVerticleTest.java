package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.DescribeProviders;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.ListModels;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.llm.protocol.Reader;
import dev.groundwire.llm.protocol.Requests;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.config.ConfigurationReader;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.SeenRequest;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LlmVerticleTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @TempDir Path folder;
  private ScriptedProvider first;
  private ScriptedProvider second;
  private String deployment = "";

  record Tree(LlmConfig llm) {}

  @BeforeEach
  void deploy() throws TimeoutException, IOException {
    first = ScriptedProvider.start(VERTX.vertx());
    second = ScriptedProvider.start(VERTX.vertx());
    LlmConfig config = config(folder, first, second);
    deployment =
        VERTX
            .vertx()
            .deployVerticle(
                new LlmVerticle(
                    config, Clock.systemUTC(), new Random(1), new UUID(0, 1), Optional.empty()))
            .await(30, TimeUnit.SECONDS);
  }

  /** Two providers, the second one for when the first one fails. */
  static LlmConfig config(Path folder, ScriptedProvider first, ScriptedProvider second)
      throws IOException {
    String defaults = Files.readString(Path.of("../../conf/groundwire.yaml"));
    String room = defaults.substring(defaults.indexOf("\nllm:\n"), defaults.indexOf("\nchat:\n"));
    String own =
        """
        llm:
          drain_timeout: 5s
          dispatch: {attempts: 1}
          provider_defaults: {first_byte_timeout: 20s}
          providers:
            - {name: one, base_url: "%s", models: [big=one-big]}
            - {name: two, base_url: "%s", models: [big=two-big, small], priority: 2}
        """
            .formatted(first.baseUrl(), second.baseUrl());
    return new ConfigurationReader(Map.of())
        .read(
            Tree.class,
            new ByteArrayInputStream(room.getBytes(StandardCharsets.UTF_8)),
            Optional.of(Files.writeString(folder.resolve("own.yaml"), own)))
        .llm();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    if (!deployment.isEmpty()) {
      VERTX.undeploy(deployment);
    }
    first.close();
    second.close();
  }

  private static Reader<Generate, GenerationItem> generate() {
    return Reader.of(VERTX.vertx(), LlmBus.GENERATE, Requests.generate());
  }

  private static <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return new Bus(VERTX.vertx()).request(at, request, Duration.ofSeconds(30)).await();
  }

  @Test
  void writesOverTheProviderThatComesFirst() {
    Reader<Generate, GenerationItem> reader = generate().awaitEnd();
    assertThat(reader.text()).isEqualTo("Hello world");
    assertThat(reader.items().getFirst()).isEqualTo(new CallBegan("one-big", "one"));
    assertThat(second.seen()).isEmpty();
  }

  @Test
  void asksTheNextProviderWhenOneFailsBeforeItsText() {
    first.otherwise(Script.of(new Step.Say(""), new Step.Disconnect()));
    Reader<Generate, GenerationItem> reader = generate().awaitEnd();
    assertThat(reader.text()).isEqualTo("Hello world");
    assertThat(reader.items().getFirst()).isEqualTo(new CallBegan("two-big", "two"));
  }

  @Test
  void keepsWhatWasWrittenWhenOneFailsAfterIt() {
    Promise<Void> read = Promise.promise();
    first.otherwise(
        Script.of(
            new Step.Say("Half"),
            new Step.Until(read.future()),
            new Step.Send("data: <html>\n\n")));
    Reader<Generate, GenerationItem> reader = generate();
    reader.awaitText();
    read.complete();
    assertThat(reader.failure().code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    assertThat(reader.text()).isEqualTo("Half");
    assertThat(second.seen()).isEmpty();
  }

  @Test
  void passesACompletionOnToTheNextProvider() {
    first.otherwise(Script.refusing(503, Map.of(), "{}"));
    Reader<Complete, CompletionItem> reader =
        Reader.of(VERTX.vertx(), LlmBus.COMPLETE, Requests.complete(new JsonObject()));
    assertThat(reader.awaitEnd().text()).contains("\"content\":\"Hello\"");
    assertThat(second.seen().getFirst().body().getString("model")).isEqualTo("two-big");
  }

  @Test
  void refusesABodyThatIsNoObject() {
    Complete nonsense = new Complete(Requests.generate().call(), "[");
    assertThat(Reader.of(VERTX.vertx(), LlmBus.COMPLETE, nonsense).failure().code())
        .isEqualTo(FailureCode.INVALID_REQUEST);
  }

  @Test
  void stopsTheProviderWhenItsReaderCancels() {
    first.otherwise(Script.of(new Step.Say("Half"), new Step.Stall()));
    Reader<Generate, GenerationItem> reader = generate();
    reader.awaitText();
    reader.cancel();
    SeenRequest seen = Reader.await(first.request(1));
    Reader.await(seen.closedByClient());
  }

  @Test
  void failsWhatIsUnderWayWhenItStops() throws TimeoutException {
    first.otherwise(Script.of(new Step.Say("Half"), new Step.Stall()));
    Reader<Generate, GenerationItem> reader = generate();
    reader.awaitText();
    VERTX.undeploy(deployment);
    deployment = "";
    assertThat(reader.failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
    Reader.await(Reader.await(first.request(1)).closedByClient());
  }

  @Test
  void letsWhatIsUnderWayEndWhenItStops() {
    Promise<Void> read = Promise.promise();
    first.otherwise(
        Script.of(
            new Step.Say("Half"),
            new Step.Until(read.future()),
            new Step.Say(" more"),
            new Step.Finish("stop"),
            Script.DONE));
    Reader<Generate, GenerationItem> reader = generate();
    reader.awaitText();
    Future<Void> stopped = VERTX.vertx().undeploy(deployment);
    deployment = "";
    read.complete();
    reader.awaitEnd();
    assertThat(reader.text()).isEqualTo("Half more");
    Reader.await(stopped);
  }

  @Test
  void listsModelsOnceAndDescribesProviders() {
    assertThat(ask(LlmBus.LIST_MODELS, new ListModels()).models())
        .containsExactly("big", "small", "extractive");
    assertThat(ask(LlmBus.DESCRIBE_PROVIDERS, new DescribeProviders()).providers())
        .extracting(ProviderView::name)
        .startsWith("one", "two");
  }

  @Test
  void holdsNothingAfterItsCalls() {
    for (int call = 0; call < 5; call++) {
      generate().awaitEnd();
    }
    List<ProviderView> after = ask(LlmBus.DESCRIBE_PROVIDERS, new DescribeProviders()).providers();
    assertThat(after).allMatch(provider -> provider.running() == 0 && provider.waiting() == 0);
  }
}
