package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.SeenRequest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One tenant's flood of questions does not keep another's few waiting. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FairnessIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final String MANY = "key-of-the-many-000000000000000000";
  private static final String FEW = "key-of-the-few-00000000000000000000";
  private static final int FLOOD = 500;
  private static final int FEW_ASKS = 5;
  private static final int AT_ONCE = 2;
  private static final int SENDERS = 16;

  @TempDir static Path folder;
  private static ScriptedProvider provider;
  private static Node node;
  private static Api many;
  private static Api few;

  @BeforeAll
  static void start() throws Exception {
    provider = ScriptedProvider.start(VERTX.vertx());
    provider.otherwise(
        Script.writing("It was Ada [1].").paced(Duration.ofMillis(200), Duration.ofMillis(1)));
    Path config =
        Files.writeString(
            folder.resolve("two-tenants.yaml"),
            """
            gateway:
              auth:
                keys:
                  - {sha256: %s, organization: many}
                  - {sha256: %s, organization: few}
            llm:
              providers:
                - {name: scripted, base_url: "%s", models: [scripted], most_at_once: %d}
            """
                .formatted(sha256(MANY), sha256(FEW), provider.baseUrl(), AT_ONCE));
    node =
        Launch.on(folder.resolve("data"))
            .with("AUTH_ENABLED", "1")
            .start("--config", config.toString());
    many = node.api().as(MANY);
    few = node.api().as(FEW);
    for (Api tenant : List.of(many, few)) {
      tenant.ready("lamp.txt", "The lamp was lit in 1898 by Ada.".getBytes(StandardCharsets.UTF_8));
    }
  }

  @AfterAll
  static void stop() throws InterruptedException, TimeoutException {
    try (Node ending = node;
        ScriptedProvider closing = provider) {
      assertThat(closing.seen()).isNotEmpty();
      ending.stop();
    }
  }

  @Test
  void aFloodDoesNotKeepOthersWaiting() throws Exception {
    long alone = medianMillis(askFew("alone"));
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<String>> flood = new ArrayList<>();
      for (int i = 0; i < FLOOD; i++) {
        String question = "Who lit the lamp of the many, number " + i + "?";
        flood.add(senders.submit(() -> askForLater(many, question)));
      }
      for (Future<String> accepted : flood) {
        accepted.get();
      }
    }
    int servedBefore = provider.seen().size();
    assertThat(servedBefore).as("most of the flood still waits").isLessThan(FLOOD / 2);
    long beside = medianMillis(askFew("beside"));
    List<SeenRequest> served = provider.seen();
    int lastOfTheFew = lastAbout(served, "few, beside");
    assertThat(lastOfTheFew - servedBefore)
        .as("calls served from the asking of the few to the last of them")
        .isLessThan(6 * FEW_ASKS);
    assertThat(beside)
        .as("median milliseconds beside the flood; alone: " + alone)
        .isLessThan(4 * alone + 250);
  }

  private static int lastAbout(List<SeenRequest> served, String words) {
    for (int i = served.size() - 1; i >= 0; i--) {
      if (served.get(i).body().encode().contains(words)) {
        return i;
      }
    }
    throw new AssertionError("nobody asked about " + words);
  }

  /** Asks a few questions at once, each to its answer; how long each took. */
  private static List<Long> askFew(String when) throws Exception {
    try (ExecutorService senders = Executors.newFixedThreadPool(FEW_ASKS)) {
      List<Future<Long>> asked = new ArrayList<>();
      for (int i = 0; i < FEW_ASKS; i++) {
        JsonObject question =
            new JsonObject()
                .put("question", "Who lit the lamp of the few, " + when + ", number " + i + "?");
        asked.add(
            senders.submit(() -> {
              long from = System.nanoTime();
              String answer = askForLater(few, question.getString("question"));
              try (EventReader events = few.events(answer + "/events", "")) {
                assertThat(events.rest().getLast().type()).isEqualTo("done");
              }
              return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
            }));
      }
      List<Long> took = new ArrayList<>();
      for (Future<Long> answer : asked) {
        took.add(answer.get());
      }
      return took;
    }
  }

  private static long medianMillis(List<Long> took) {
    return took.stream().sorted().toList().get(took.size() / 2);
  }

  /** All ask in the same way, so that nothing but fairness helps the few. */
  private static String askForLater(Api tenant, String question) throws Exception {
    return tenant
        .send(
            tenant
                .request(Api.WORKSPACE + "/ask")
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString(new JsonObject().put("question", question).encode())))
        .expect(202)
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private static String sha256(String key) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
  }
}
