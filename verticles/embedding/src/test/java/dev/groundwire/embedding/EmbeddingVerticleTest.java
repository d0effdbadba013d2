package dev.groundwire.embedding;

import static dev.groundwire.bus.embedding.EmbeddingBus.COUNT_TOKENS;
import static dev.groundwire.bus.embedding.EmbeddingBus.DESCRIBE_MODEL;
import static dev.groundwire.bus.embedding.EmbeddingBus.EMBED_TEXTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddingVerticleTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);

  @BeforeEach
  void registerCodecs() {
    BusCodecs.register(vertx.eventBus());
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private String deploy(EmbeddingConfig config) {
    return vertx
        .deployVerticle(
            new EmbeddingVerticle(config, ModelFolder.PATH, Clock.systemUTC(), new Random(1)),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }

  private <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return bus.request(at, request, DEADLINE).await();
  }

  private Future<TextsEmbedded> embed(Purpose purpose, List<String> texts) {
    return bus.request(EMBED_TEXTS, new EmbedTexts(purpose, texts), DEADLINE);
  }

  private static List<String> texts(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + " " + i).toList();
  }

  @Test
  void embedsCountsAndDescribesOnTheBus() {
    deploy(Configs.local("all-minilm-l6-v2-q"));
    TextsEmbedded embedded = embed(Purpose.PASSAGE, texts("passage", 20)).await();
    assertThat(embedded.vectors()).hasSize(20).allSatisfy(v -> assertThat(v).hasSize(384));
    assertThat(embedded.model()).isEqualTo(ask(DESCRIBE_MODEL, new DescribeModel()).model());
    assertThat(ask(COUNT_TOKENS, new CountTokens(List.of("one two", ""))).counts())
        .containsExactly(2, 0);
  }

  @Test
  void servesTwoModelsAndSaysWhichAnswered() {
    deploy(Configs.local("all-minilm-l6-v2-q", "bge-small-en-v1.5-q"));
    ModelDescribed first = ask(DESCRIBE_MODEL, new DescribeModel());
    assertThat(first.model()).startsWith("all-minilm-l6-v2-q@");
    String next = first.other().orElseThrow();
    assertThat(ask(DESCRIBE_MODEL, new DescribeModel(Optional.of(next))))
        .isEqualTo(new ModelDescribed(next, 384, 510, Optional.of(first.model())));
    List<String> texts = texts("text", 3);
    for (Purpose purpose : Purpose.values()) {
      TextsEmbedded ofFirst = embed(purpose, texts).await();
      TextsEmbedded ofNext = ask(EMBED_TEXTS, new EmbedTexts(purpose, texts, Optional.of(next)));
      assertThat(ofFirst.model()).isEqualTo(first.model());
      assertThat(ofNext.model()).isEqualTo(next);
      assertThat(ofNext.vectors().getFirst()).isNotEqualTo(ofFirst.vectors().getFirst());
    }
    assertFails(
        FailureCode.NOT_FOUND,
        bus.request(
            EMBED_TEXTS, new EmbedTexts(Purpose.QUERY, texts, Optional.of("another")), DEADLINE));
  }

  @Test
  void embedsInPiecesWhatWasCutForALongerWindow() {
    deploy(Configs.local("all-minilm-l6-v2-q"));
    String fits = "word ".repeat(200);
    List<float[]> whole = embed(Purpose.PASSAGE, List.of(fits)).await().vectors();
    List<float[]> again =
        embed(Purpose.BACKFILL, List.of(fits, "word ".repeat(600), "")).await().vectors();
    assertThat(again.getFirst()).isEqualTo(whole.getFirst());
    assertThat(again).allSatisfy(vector -> assertThat(vector).hasSize(384));
  }

  @Test
  void manyRequestsAtOnceGetTheVectorsOfTheirOwnTexts() {
    deploy(Configs.local("all-minilm-l6-v2-q"));
    List<Future<TextsEmbedded>> asked =
        IntStream.range(0, 8)
            .mapToObj(i -> embed(Purpose.PASSAGE, texts("request " + i, 8)))
            .toList();
    Future.all(asked).await();
    for (int i = 0; i < 8; i++) {
      assertThat(asked.get(i).result().vectors())
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(embed(Purpose.PASSAGE, texts("request " + i, 8)).await().vectors());
    }
  }

  @Test
  void refusesTheWholeRequestForOneTextThatDoesNotFit() {
    deploy(Configs.local("all-minilm-l6-v2-q"));
    assertFails(
        FailureCode.UNPROCESSABLE,
        embed(Purpose.PASSAGE, List.of("fits", "word ".repeat(255), "fits as well")));
  }

  @Test
  void refusesNoTextsAndTooMany() {
    deploy(Configs.local("all-minilm-l6-v2-q"));
    assertFails(FailureCode.INVALID_REQUEST, embed(Purpose.PASSAGE, List.of()));
    assertFails(
        FailureCode.INVALID_REQUEST, embed(Purpose.PASSAGE, Collections.nCopies(257, "word")));
  }

  @Test
  void remembersQueriesAndAsksForEachOnce() {
    ScriptedEndpoint endpoint = new ScriptedEndpoint(vertx);
    deploy(Configs.remote(endpoint.baseUrl(), 8, 1, DEADLINE));
    List<float[]> first = embed(Purpose.QUERY, List.of("wind", "sun", "wind")).await().vectors();
    List<float[]> second = embed(Purpose.QUERY, List.of("sun", "rain")).await().vectors();
    assertThat(first.get(0)).isEqualTo(first.get(2));
    assertThat(first.get(1)).isEqualTo(second.get(0)).isNotEqualTo(second.get(1));
    assertThat(endpoint.texts()).containsExactly("wind", "sun", "rain");
  }

  @Test
  void aQueryOvertakesPassagesThatWait() {
    ScriptedEndpoint endpoint = new ScriptedEndpoint(vertx);
    Gate gate = new Gate(endpoint);
    deploy(Configs.remote(endpoint.baseUrl(), 1, 1, DEADLINE));
    Future<TextsEmbedded> passages = embed(Purpose.PASSAGE, texts("passage", 3));
    gate.reached();
    Future<TextsEmbedded> query = embed(Purpose.QUERY, List.of("query"));
    // The bus hands requests over in order: once this is answered, the query is in its lane.
    ask(DESCRIBE_MODEL, new DescribeModel());
    gate.open();
    Future.all(passages, query).await();
    assertThat(endpoint.texts()).containsExactly("passage 0", "query", "passage 1", "passage 2");
  }

  @Test
  void refusesBeyondItsBound() {
    ScriptedEndpoint endpoint = new ScriptedEndpoint(vertx);
    Gate gate = new Gate(endpoint);
    deploy(Configs.remote(endpoint.baseUrl(), 1, 1, DEADLINE));
    Future<TextsEmbedded> first = embed(Purpose.PASSAGE, texts("first", 1));
    gate.reached();
    Future<TextsEmbedded> waiting = embed(Purpose.PASSAGE, texts("waiting", 256));
    assertFails(FailureCode.OVERLOADED, embed(Purpose.PASSAGE, texts("too much", 1)));
    gate.open();
    Future.all(first, waiting).await();
  }

  @Test
  void aStopAnswersWhatWaitsAndEndsDespiteAStalledEndpoint() {
    ScriptedEndpoint endpoint = new ScriptedEndpoint(vertx);
    Gate gate = new Gate(endpoint);
    String deployment = deploy(Configs.remote(endpoint.baseUrl(), 1, 1, DEADLINE));
    Future<TextsEmbedded> stalled = embed(Purpose.PASSAGE, texts("stalled", 1));
    gate.reached();
    Future<TextsEmbedded> waiting = embed(Purpose.PASSAGE, texts("waiting", 1));
    ask(DESCRIBE_MODEL, new DescribeModel());
    vertx.undeploy(deployment).await();
    assertFails(FailureCode.UNAVAILABLE, waiting);
    assertFails(FailureCode.UNAVAILABLE, stalled);
    assertFails(FailureCode.UNAVAILABLE, embed(Purpose.QUERY, List.of("late")));
  }

  private static void assertFails(FailureCode code, Future<?> asked) {
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(asked::await)
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
  }

  /** Holds the endpoint's next answer. */
  private static final class Gate {
    private final Promise<Void> reached = Promise.promise();
    private final Promise<Void> open = Promise.promise();

    Gate(ScriptedEndpoint endpoint) {
      endpoint.then((request, body) -> {
        reached.complete();
        open.future()
            .onSuccess(done -> request.response().end(ScriptedEndpoint.embeddings(body).encode()));
      });
    }

    void reached() {
      reached.future().await();
    }

    void open() {
      open.complete();
    }
  }
}
