package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Providers that are down, slow, flapping, stalling or full: another one takes over, nobody else
 * notices, everybody gets an end, and no place leaks.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ProvidersIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Script DOWN = Script.refusing(500, Map.of(), "{\"error\":\"down\"}");
  private static final int AT_ONCE = 16;

  @TempDir static Path folder;
  private static ScriptedProvider first;
  private static ScriptedProvider second;
  private static ScriptedProvider apart;
  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    first = ScriptedProvider.start(VERTX.vertx());
    second = ScriptedProvider.start(VERTX.vertx());
    apart = ScriptedProvider.start(VERTX.vertx());
    Path config =
        Files.writeString(
            folder.resolve("three-providers.yaml"),
            """
            gateway:
              limits:
                completion_start: 5s
            llm:
              providers:
                - {name: first, base_url: "%s", models: [shared], priority: 1,
                   first_byte_timeout: 1s, first_token_timeout: 1s, stall_timeout: 1s,
                   most_at_once: 64}
                - {name: second, base_url: "%s", models: [shared], priority: 2,
                   stall_timeout: 1s, most_at_once: 64}
                - {name: apart, base_url: "%s", models: [own], priority: 1, most_at_once: 8}
            """
                .formatted(first.baseUrl(), second.baseUrl(), apart.baseUrl()));
    node =
        Launch.on(folder.resolve("data"))
            .with("CB_WINDOW_SECONDS", "10")
            .with("CB_MAX_FAILURES", "5")
            .with("CB_PAUSE_SECONDS", "2")
            .with("PROVIDER_TOTAL_BUDGET_SECONDS", "10")
            .with("RETRY_BASE_SECONDS", "0.02")
            .start("--config", config.toString());
  }

  @AfterAll
  static void stop() throws InterruptedException, TimeoutException {
    try (Node ending = node;
        ScriptedProvider closingFirst = first;
        ScriptedProvider closingSecond = second;
        ScriptedProvider closingApart = apart) {
      assertThat(List.of(closingFirst, closingSecond, closingApart))
          .allSatisfy(provider -> assertThat(provider.seen()).isNotEmpty());
      ending.stop();
    }
  }

  @AfterEach
  void heal() throws Exception {
    first.otherwise(Script.writing("first"));
    second.otherwise(Script.writing("second"));
    apart.otherwise(Script.writing("apart"));
    awaitProviders(
        "every gauge back at zero",
        providers ->
            providers.stream()
                .allMatch(p -> p.getInteger("running") == 0 && p.getInteger("waiting") == 0));
    awaitProviders(
        "no breaker open; one that nobody needs stays half-open",
        providers -> {
          whole("shared");
          return providers.stream().noneMatch(p -> breakers(p).contains("=open"));
        });
  }

  private static String breakers(JsonObject provider) {
    return provider.getJsonArray("breakers").encode();
  }

  @Test
  void anotherProviderTakesOverFromOneThatIsDown() throws Exception {
    first.otherwise(DOWN);
    second.otherwise(Script.writing("second"));
    for (int call = 0; call < 20; call++) {
      assertThat(whole("shared").expect(200).body()).contains("second");
    }
    awaitProviders(
        "an open breaker", providers -> providers.stream().anyMatch(p -> isOpen(p, "first")));
    int seen = first.seen().size();
    assertThat(whole("shared").expect(200).body()).contains("second");
    assertThat(first.seen()).as("left alone while open").hasSizeLessThanOrEqualTo(seen + 1);
    first.otherwise(Script.writing("first"));
    awaitProviders("the first again", providers -> whole("shared").body().contains("first"));
  }

  private static boolean isOpen(JsonObject provider, String name) {
    return provider.getString("name").equals(name) && breakers(provider).contains("=open");
  }

  @Test
  void aSlowFirstTokenCountsAsAFailure() throws Exception {
    first.otherwise(Script.of(new Step.Stall()));
    second.otherwise(Script.writing("second"));
    assertThat(whole("shared").expect(200).body()).contains("second");
  }

  @Test
  void aProviderThatFlapsHarmsNobody() throws Exception {
    second.otherwise(Script.writing("second"));
    List<Integer> statuses = new ArrayList<>();
    for (int call = 0; call < 60; call++) {
      first.otherwise(call % 3 == 0 ? Script.writing("first") : DOWN);
      statuses.add(whole("shared").status());
    }
    assertThat(statuses).containsOnly(200);
  }

  @Test
  void aStallInTheMiddleEndsWithAnError() throws Exception {
    first.otherwise(Script.of(new Step.Say("half "), new Step.Stall()));
    second.otherwise(DOWN);
    int before = second.seen().size();
    Reply reply = streamed("shared").expect(200);
    assertThat(reply.body()).contains("half ").contains("\"error\"");
    assertThat(second.seen()).as("no second answer behind the half of the first").hasSize(before);
  }

  @Test
  void aStormOfRefusalsIsPassedOnWithItsWait() throws Exception {
    Script limited = Script.refusing(429, Map.of("retry-after", "2"), "{\"error\":\"slow down\"}");
    first.otherwise(limited);
    second.otherwise(limited);
    int before = first.seen().size() + second.seen().size();
    List<Reply> replies = atOnce(60, "shared");
    assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(429, 503));
    assertThat(replies)
        .allSatisfy(reply -> assertThat(reply.headers().firstValue("Retry-After")).isPresent());
    assertThat(first.seen().size() + second.seen().size() - before)
        .as("calls upstream: a storm is not answered with a storm of retries")
        .isLessThan(3 * 60);
  }

  @Test
  void aProviderThatHangsTakesNoPlaceFromAnother() throws Exception {
    apart.otherwise(Script.writing("apart"));
    long alone = slowest(latencies("own", 100));
    first.otherwise(Script.of(new Step.Stall()));
    second.otherwise(Script.of(new Step.Stall()));
    try (ExecutorService stuck = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> hanging = new ArrayList<>();
      for (int call = 0; call < 200; call++) {
        hanging.add(stuck.submit(() -> whole("shared")));
      }
      awaitProviders(
          "a queue", providers -> providers.stream().anyMatch(p -> p.getInteger("running") > 0));
      long beside = slowest(latencies("own", 100));
      assertThat(beside)
          .as("99th percentile in milliseconds beside 200 hanging calls; alone: " + alone)
          .isLessThan(2 * alone + 100);
      for (Future<Reply> call : hanging) {
        assertThat(call.get().status()).as("every client gets an end").isIn(429, 502, 503, 504);
      }
    }
  }

  private static List<Long> latencies(String model, int calls) throws Exception {
    List<Long> took = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      long from = System.nanoTime();
      whole(model).expect(200);
      took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
    }
    return took;
  }

  /** The 99th percentile of a hundred. */
  private static long slowest(List<Long> took) {
    return took.stream().sorted().toList().get(took.size() - 2);
  }

  private static List<Reply> atOnce(int calls, String model) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int call = 0; call < calls; call++) {
        replies.add(callers.submit(() -> whole(model)));
      }
      List<Reply> all = new ArrayList<>();
      for (Future<Reply> reply : replies) {
        all.add(reply.get());
      }
      return all;
    }
  }

  private static Reply whole(String model) throws IOException, InterruptedException {
    return node.api().post("/v1/chat/completions", question(model));
  }

  private static Reply streamed(String model) throws IOException, InterruptedException {
    return node.api().post("/v1/chat/completions", question(model).put("stream", true));
  }

  private static JsonObject question(String model) {
    JsonObject message = new JsonObject().put("role", "user").put("content", "Hello");
    return new JsonObject().put("model", model).put("messages", new JsonArray().add(message));
  }

  /** A condition on what the server says of its providers. */
  private interface Condition {
    boolean holds(List<JsonObject> providers) throws IOException, InterruptedException;
  }

  private static void awaitProviders(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonObject described = node.api().get("/api/v1/providers").expect(200).json();
      List<JsonObject> providers =
          described.getJsonArray("providers").stream()
              .map(JsonObject.class::cast)
              .filter(Predicate.not(p -> p.getString("kind").equals("extractive")))
              .toList();
      if (condition.holds(providers)) {
        return;
      }
      assertThat(System.nanoTime()).as("%s; last seen: %s", what, described).isLessThan(end);
      Pause.real().of(Duration.ofMillis(100));
    }
  }
}
