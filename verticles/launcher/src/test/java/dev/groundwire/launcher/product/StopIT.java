package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.SeenRequest;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever stops an answer, or just leaves, stops the model at once, in whatever phase. The provider
 * takes one call at a time, so a place that leaked would hang the next try.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StopIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TRIES = 5;

  @TempDir static Path folder;
  private static ScriptedProvider provider;
  private static Node node;

  /** How far the model is when it is stopped. */
  enum Phase {
    BEFORE_THE_FIRST_TOKEN,
    STREAMING
  }

  private static Script script(Phase phase) {
    return switch (phase) {
      case BEFORE_THE_FIRST_TOKEN -> Script.of(new Step.Stall());
      case STREAMING -> Script.of(new Step.Say("One "), new Step.Say("two "), new Step.Stall());
    };
  }

  @BeforeAll
  static void start() throws Exception {
    provider = ScriptedProvider.start(VERTX.vertx());
    Path config = folder.resolve("one-at-a-time.yaml");
    Files.writeString(
        config,
        """
        llm:
          providers:
            - name: scripted
              base_url: %s
              models: [scripted]
              most_at_once: 1
        """
            .formatted(provider.baseUrl()));
    node = Launch.on(folder.resolve("data")).start("--config", config.toString());
    node.api()
        .ready("lamp.txt", "The lamp was lit in 1898 by Ada.".getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() throws InterruptedException, TimeoutException {
    try (Node ending = node;
        ScriptedProvider closing = provider) {
      assertThat(closing.seen()).isNotEmpty();
      ending.stop();
    }
  }

  static Stream<Arguments> phasesOfBothVersions() {
    return Stream.of(Phase.values())
        .flatMap(phase ->
            Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                .map(version -> Arguments.of(phase, version)));
  }

  private static HttpClient client(HttpVersion version) {
    return VERTX
        .vertx()
        .createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost(node.api().base().getHost())
                .setDefaultPort(node.api().base().getPort()),
            new PoolOptions().setHttp1MaxSize(8));
  }

  private static <T> T await(Future<T> future) {
    return future.timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).await();
  }

  @ParameterizedTest
  @MethodSource("phasesOfBothVersions")
  void aClientThatLeavesStopsTheModel(Phase phase, HttpVersion version) {
    HttpClient client = client(version);
    List<Long> tookMillis = new ArrayList<>();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Future<SeenRequest> asked = provider.next(script(phase)).request(provider.seen().size() + 1);
      Completion completion = Completion.of(client);
      SeenRequest seen = await(asked);
      if (phase == Phase.STREAMING) {
        await(completion.firstBytes.future());
      }
      tookMillis.add(millisUntilClosed(seen, () -> completion.request.reset()));
    }
    assertStoppedAtOnce(tookMillis);
    await(client.close());
  }

  @ParameterizedTest
  @MethodSource("phasesOfBothVersions")
  void aCancelledAnswerStopsTheModel(Phase phase, HttpVersion version) throws Exception {
    HttpClient client = client(version);
    List<Long> tookMillis = new ArrayList<>();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Future<SeenRequest> asked = provider.next(script(phase)).request(provider.seen().size() + 1);
      String answer = ask();
      SeenRequest seen = await(asked);
      if (phase == Phase.STREAMING) {
        awaitEntry(answer, "delta");
      }
      tookMillis.add(
          millisUntilClosed(
              seen,
              () ->
                  client
                      .request(HttpMethod.DELETE, answer)
                      .compose(HttpClientRequest::send)
                      .onFailure(failure -> tookMillis.add(Long.MAX_VALUE))));
      assertThat(awaitEntry(answer, "done").getString("finishReason")).isEqualTo("cancelled");
    }
    assertStoppedAtOnce(tookMillis);
    await(client.close());
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void whatIsStoppedInTheQueueNeverReachesTheModel(HttpVersion version) throws Exception {
    HttpClient client = client(version);
    int before = provider.seen().size();
    provider.next(Script.of(new Step.Stall()));
    Completion first = Completion.of(client);
    SeenRequest holder = await(provider.request(before + 1));
    Completion left = Completion.of(client);
    await(left.sent.future());
    String answer = ask();
    JsonObject queued = awaitEntry(answer, "status", "queued");
    assertThat(queued.getInteger("position")).isPositive();
    left.request.reset();
    await(client.request(HttpMethod.DELETE, answer).compose(HttpClientRequest::send));
    assertThat(awaitEntry(answer, "done").getString("finishReason")).isEqualTo("cancelled");
    first.request.reset();
    await(holder.closedByClient());
    provider.next(Script.writing("after"));
    Completion next = Completion.of(client);
    await(next.firstBytes.future());
    assertThat(provider.seen()).hasSize(before + 2);
    await(client.close());
  }

  private static long millisUntilClosed(SeenRequest seen, Runnable stop) {
    Promise<Long> closed = Promise.promise();
    seen.closedByClient().onSuccess(ignored -> closed.complete(System.nanoTime()));
    long from = System.nanoTime();
    stop.run();
    return TimeUnit.NANOSECONDS.toMillis(await(closed.future()) - from);
  }

  /** The median: one try may meet a pause of the machine. */
  private static void assertStoppedAtOnce(List<Long> tookMillis) {
    List<Long> sorted = new ArrayList<>(tookMillis);
    Collections.sort(sorted);
    assertThat(sorted).hasSize(TRIES);
    assertThat(sorted.get(TRIES / 2)).as("milliseconds of all tries: " + sorted).isLessThan(200);
  }

  private static String ask() throws Exception {
    JsonObject question = new JsonObject().put("question", "Who lit the lamp?");
    return node.api()
        .send(
            node.api()
                .request(Api.WORKSPACE + "/ask")
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString(question.encode())))
        .expect(202)
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private static JsonObject awaitEntry(String answer, String type) throws Exception {
    return awaitEntry(answer, type, "");
  }

  /**
   * Reads the answer's events up to the first of that type, and of that state where one is named.
   */
  private static JsonObject awaitEntry(String answer, String type, String state) throws Exception {
    try (EventReader events = node.api().events(answer + "/events", "")) {
      for (Optional<EventReader.Event> event = events.next();
          event.isPresent();
          event = events.next()) {
        JsonObject data = new JsonObject(event.get().data());
        boolean isMeant = state.isEmpty() || state.equals(data.getString("state"));
        if (event.get().type().equals(type) && isMeant && hasPlace(data, state)) {
          return data;
        }
      }
    }
    throw new AssertionError(answer + " has no " + type + " " + state);
  }

  private static boolean hasPlace(JsonObject data, String state) {
    return !state.equals("queued") || data.containsKey("position");
  }

  /** A streamed chat completion under way. */
  private static final class Completion {
    private final Promise<Void> sent = Promise.promise();
    private final Promise<Void> firstBytes = Promise.promise();
    private final HttpClientRequest request;

    private Completion(HttpClientRequest request) {
      this.request = request;
    }

    static Completion of(HttpClient client) {
      Completion completion =
          new Completion(await(client.request(HttpMethod.POST, "/v1/chat/completions")));
      completion.send();
      return completion;
    }

    private void send() {
      JsonObject message = new JsonObject().put("role", "user").put("content", "Hello");
      JsonObject body =
          new JsonObject()
              .put("model", "scripted")
              .put("stream", true)
              .put("messages", new JsonArray().add(message));
      request.putHeader("content-type", "application/json");
      request
          .response()
          .onSuccess(response -> response.handler(bytes -> firstBytes.tryComplete()))
          .onFailure(firstBytes::tryFail);
      request.end(body.toBuffer()).onComplete(sent);
    }
  }
}
