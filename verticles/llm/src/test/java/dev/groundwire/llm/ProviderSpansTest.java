package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.llm.protocol.Reader;
import dev.groundwire.llm.protocol.Requests;
import dev.groundwire.testing.SeenSpan;
import dev.groundwire.testing.SeenSpans;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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

/** Each attempt at a provider is one span, and none stays open. */
class ProviderSpansTest {
  private static final SeenSpans SPANS = new SeenSpans();
  private static final SeenSpans TELLING = new SeenSpans();

  @RegisterExtension static final VertxFixture VERTX = new VertxFixture(SPANS);

  /** Where what people write is put into spans. */
  @RegisterExtension static final VertxFixture TOLD = VertxFixture.telling(TELLING);

  @TempDir Path folder;
  private ScriptedProvider first;
  private ScriptedProvider second;
  private String deployment = "";

  @BeforeEach
  void deploy() throws TimeoutException, IOException {
    first = ScriptedProvider.start(VERTX.vertx());
    second = ScriptedProvider.start(VERTX.vertx());
    deployment = deploy(VERTX);
    SPANS.clear();
    TELLING.clear();
  }

  private String deploy(VertxFixture vertx) throws TimeoutException, IOException {
    LlmConfig config = LlmVerticleTest.config(folder, first, second);
    return vertx
        .vertx()
        .deployVerticle(
            new LlmVerticle(
                config, Clock.systemUTC(), new Random(1), new UUID(0, 1), Optional.empty()))
        .await(30, TimeUnit.SECONDS);
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

  @Test
  void tellsAnAttemptWithinItsRequest() {
    generate().awaitEnd();
    SeenSpan attempt = SPANS.await("chat one-big");
    SeenSpan served =
        SPANS.await(
            span -> span.name().equals("llm.generate") && span.kind().equals("server"), "served");
    assertThat(attempt.isBelow(served)).isTrue();
    assertThat(attempt.kind()).isEqualTo("client");
    assertThat(attempt.isFailed()).isFalse();
    assertThat(attempt.events()).containsExactly("first_token");
    assertThat(attempt.attributes())
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "one-big")
        .containsKey("gen_ai.response.model")
        .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
        .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
        .containsEntry("groundwire.provider", "one")
        .containsEntry("groundwire.outcome", "done")
        .containsEntry("groundwire.request_id", Reader.REQUEST_ID)
        .containsKeys("server.address", "server.port");
    SeenSpan http =
        SPANS.await(span -> span.kind().equals("client") && span.isBelow(attempt), "of HTTP");
    Map<String, String> headers = first.seen().getFirst().headers();
    assertThat(headers).containsEntry("x-request-id", Reader.REQUEST_ID);
    assertThat(headers.get("traceparent")).contains(http.trace(), http.id());
  }

  @Test
  void tellsNothingThatSomebodyWrote() {
    generate().awaitEnd();
    SPANS.await("chat one-big");
    assertThat(SPANS.ended().toString()).doesNotContain("Be brief", "Hello");
  }

  @Test
  void tellsItWhereThatIsConfigured() throws TimeoutException, IOException {
    String telling = deploy(TOLD);
    Reader.of(TOLD.vertx(), LlmBus.GENERATE, Requests.generate()).awaitEnd();
    SeenSpan attempt = TELLING.await("chat one-big");
    TOLD.undeploy(telling);
    assertThat(attempt.attributes().get("gen_ai.input.messages"))
        .isEqualTo(
            "[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"Be brief.\"}]},"
                + "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello?\"}]}]");
    assertThat(attempt.attributes().get("gen_ai.output.messages"))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello"
                + " world\"}]}]");
  }

  @Test
  void tellsACompletionWhereThatIsConfigured() throws TimeoutException, IOException {
    String telling = deploy(TOLD);
    Reader.of(TOLD.vertx(), LlmBus.COMPLETE, Requests.complete(new JsonObject())).awaitEnd();
    SeenSpan attempt = TELLING.await("chat one-big");
    TOLD.undeploy(telling);
    assertThat((String) attempt.attributes().get("gen_ai.output.messages")).contains("Hello world");
  }

  @Test
  void tellsAFailedAttemptAndTheOneThatTookOver() {
    first.otherwise(Script.refusing(503, Map.of(), "{}"));
    generate().awaitEnd();
    SeenSpan failed = SPANS.await("chat one-big");
    SeenSpan other = SPANS.await("chat two-big");
    assertThat(failed.isFailed()).isTrue();
    assertThat(failed.attributes())
        .containsEntry("error.type", "upstream_failed")
        .containsEntry("groundwire.outcome", "failed");
    assertThat(other.attributes()).containsEntry("groundwire.outcome", "done");
    assertThat(other.parent()).isEqualTo(failed.parent());
  }

  @Test
  void endsTheSpanOfAnAttemptThatBreaksOff() {
    first.otherwise(Script.of(new Step.Say("Half"), new Step.Send("data: <html>\n\n")));
    generate().failure();
    SeenSpan broken = SPANS.await("chat one-big");
    assertThat(broken.attributes())
        .containsEntry("error.type", "upstream_failed")
        .containsKey("gen_ai.usage.output_tokens");
    SPANS.awaitNoneOpen("chat ");
  }

  @Test
  void endsTheSpanOfACancelledAttempt() {
    first.otherwise(Script.of(new Step.Say("Half"), new Step.Stall()));
    Reader<Generate, GenerationItem> reader = generate();
    reader.awaitText();
    reader.cancel();
    SeenSpan cancelled = SPANS.await("chat one-big");
    assertThat(cancelled.attributes()).containsEntry("groundwire.outcome", "cancelled");
    assertThat(cancelled.isFailed()).isFalse();
    SPANS.awaitNoneOpen("chat ");
  }

  @Test
  void leavesNoSpanOpenWhenItStops() throws TimeoutException {
    first.otherwise(Script.of(new Step.Say("Half"), new Step.Stall()));
    Reader<Generate, GenerationItem> reader = generate();
    reader.awaitText();
    VERTX.undeploy(deployment);
    deployment = "";
    SPANS.await("chat one-big");
    SPANS.awaitNoneOpen("chat ");
  }
}
