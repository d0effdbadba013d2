package dev.groundwire.embedding;

import static dev.groundwire.bus.embedding.EmbeddingBus.EMBED_TEXTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.SeenSpan;
import dev.groundwire.testing.SeenSpans;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the room tells of the texts it embeds. */
class EmbeddingTelemetryTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final SeenSpans SPANS = new SeenSpans();

  @RegisterExtension static final VertxFixture VERTX = new VertxFixture(SPANS);

  private ScriptedEndpoint endpoint;
  private String deployment;

  @BeforeEach
  void deploy() throws TimeoutException {
    endpoint = new ScriptedEndpoint(VERTX.vertx());
    deployment =
        VERTX.deploy(
            new EmbeddingVerticle(
                Configs.remote(endpoint.baseUrl(), 8, 1, DEADLINE),
                ModelFolder.PATH,
                Clock.systemUTC(),
                new Random(1)));
    SPANS.clear();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    VERTX.undeploy(deployment);
  }

  private static void embed(Purpose purpose, String... texts) throws TimeoutException {
    Promise<TextsEmbedded> embedded = Promise.promise();
    VERTX
        .vertx()
        .runOnContext(ignored -> {
          RequestScope.of("request-7").enter();
          new Bus(VERTX.vertx())
              .request(EMBED_TEXTS, new EmbedTexts(purpose, List.of(texts)), DEADLINE)
              .onComplete(embedded);
        });
    embedded.future().await(30, TimeUnit.SECONDS);
  }

  private static MeterRegistry meters() {
    return Telemetry.of(VERTX.vertx()).meters();
  }

  private static double count(String name, String... tags) {
    return meters().get(name).tags(tags).counter().count();
  }

  @Test
  void tellsAnEndpointForWhomItIsAsked() throws TimeoutException {
    embed(Purpose.PASSAGE, "secret one", "secret two");
    SeenSpan span = SPANS.await("embed");
    SeenSpan served =
        SPANS.await(
            one -> one.name().equals("embedding.embed-texts") && one.kind().equals("server"),
            "served");
    assertThat(span.isBelow(served)).isTrue();
    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "embeddings")
        .containsEntry("embedding.lane", "bulk")
        .containsEntry("embedding.texts", 2L)
        .containsEntry("groundwire.request_id", "request-7")
        .containsKey("gen_ai.request.model");
    SeenSpan http = SPANS.await(one -> one.isBelow(span), "of HTTP");
    assertThat(http.kind()).isEqualTo("client");
    assertThat(endpoint.headers().getFirst().get("x-request-id")).isEqualTo("request-7");
    assertThat(endpoint.headers().getFirst().get("traceparent")).contains(http.trace(), http.id());
    assertThat(SPANS.ended().toString()).doesNotContain("secret");
  }

  @Test
  void countsTextsByLaneAndWhatIsRemembered() throws TimeoutException {
    double queries = count("embedding.texts", "lane", "query", "outcome", "done");
    double passages = count("embedding.texts", "lane", "bulk", "outcome", "done");
    double hits = count("embedding.cache.requests", "result", "hit");
    double misses = count("embedding.cache.requests", "result", "miss");
    long timed = meters().get("embedding.duration").tag("lane", "query").timer().count();
    embed(Purpose.PASSAGE, "one", "two", "three");
    embed(Purpose.QUERY, "wind");
    embed(Purpose.QUERY, "wind");
    assertThat(count("embedding.texts", "lane", "query", "outcome", "done")).isEqualTo(queries + 1);
    assertThat(count("embedding.texts", "lane", "bulk", "outcome", "done")).isEqualTo(passages + 3);
    assertThat(count("embedding.cache.requests", "result", "hit")).isEqualTo(hits + 1);
    assertThat(count("embedding.cache.requests", "result", "miss")).isEqualTo(misses + 1);
    assertThat(meters().get("embedding.duration").tag("lane", "query").timer().count())
        .isEqualTo(timed + 2);
    assertThat(meters().get("embedding.model.load.seconds").gauge().value()).isPositive();
    assertThat(meters().get("embedding.queue.depth").tag("lane", "bulk").gauge().value()).isZero();
  }

  @Test
  void countsAnEndpointThatFails() {
    double failed = count("embedding.texts", "lane", "bulk", "outcome", "failed");
    double errors = count("external.request.errors", "service", "embedding");
    endpoint.thenStatus(400);
    assertThatThrownBy(() -> embed(Purpose.PASSAGE, "one")).isInstanceOf(BusFailure.class);
    assertThat(count("embedding.texts", "lane", "bulk", "outcome", "failed")).isEqualTo(failed + 1);
    assertThat(count("external.request.errors", "service", "embedding")).isEqualTo(errors + 1);
    assertThat(SPANS.await("embed").isFailed()).isTrue();
  }
}
