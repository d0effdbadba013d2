package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A subscriber written with the public library gets everything, in order, though it was away. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int DOCUMENTS = 4;

  /** A breaker and retries for people without hours to wait. */
  private static final String HASTE =
      """
      webhooks:
        retry_delays: [300ms, 300ms, 1h]
        breaker_failures: 3
        breaker_pause: 500ms
        breaker_most: 1s
      """;

  @TempDir static Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void getsSignedFactsInOrderOnceItIsBack() throws Exception {
    Path haste = Files.writeString(folder.resolve("haste.yaml"), HASTE);
    Node node =
        Launch.on(folder.resolve("data"))
            .with("WEBHOOKS_ALLOW_PRIVATE", "1")
            .start("--config", haste.toString());
    try (Child subscriber = PublicClient.ofWebhooks().start()) {
      URI hooks = hooks(subscriber);
      JsonObject webhook = subscribe(node.api(), hooks);
      List<UUID> documents = new ArrayList<>();
      for (int number = 0; number < DOCUMENTS; number++) {
        String text = "The lamp number " + number + " was lit in 1898 by Ada Brandt.";
        documents.add(
            node.api().ready("lamp-" + number + ".txt", text.getBytes(StandardCharsets.UTF_8)));
      }
      awaitOpenBreaker(node.api(), webhook);
      put(hooks.resolve("/open"), "");
      for (UUID document : documents) {
        assertThat(
                subscriber
                    .out()
                    .await(
                        line ->
                            line.contains("document.indexed.v1")
                                && line.contains(document.toString()),
                        PATIENCE))
            .as(subscriber::said)
            .isPresent();
      }
      assertInOrder(subscriber, documents);
      assertNothingLost(node.api(), webhook);
    } finally {
      node.stop();
    }
  }

  private static URI hooks(Child subscriber) throws InterruptedException {
    String port =
        subscriber
            .out()
            .await(line -> line.startsWith("listening "), PATIENCE)
            .orElseThrow()
            .substring("listening ".length());
    return URI.create("http://127.0.0.1:" + port + "/hooks");
  }

  private JsonObject subscribe(Api api, URI hooks) throws IOException, InterruptedException {
    JsonObject asked =
        new JsonObject().put("url", hooks.toString()).put("eventTypes", new JsonArray().add("*"));
    JsonObject webhook = api.post("/api/v1/webhooks", asked).expect(201).json();
    put(hooks.resolve("/secret"), webhook.getString("secret"));
    return webhook;
  }

  private void put(URI target, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target).PUT(BodyPublishers.ofString(body)).timeout(PATIENCE).build();
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
  }

  private static void awaitOpenBreaker(Api api, JsonObject webhook)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonObject now;
    do {
      assertThat(System.nanoTime()).as("the breaker stays closed").isLessThan(end);
      now = api.get("/api/v1/webhooks/" + webhook.getString("id")).expect(200).json();
    } while (now.getString("breaker").equals("closed"));
    assertThat(now.getInteger("lastStatus")).isEqualTo(503);
    assertThat(now.getLong("waiting")).isPositive();
  }

  private static void assertInOrder(Child subscriber, List<UUID> documents) {
    List<JsonObject> accepted =
        subscriber.out().soFar().stream()
            .filter(line -> line.startsWith("{"))
            .map(JsonObject::new)
            .toList();
    assertThat(accepted).allMatch(event -> event.getBoolean("careful", false));
    assertThat(accepted.stream().map(event -> event.getString("id"))).doesNotHaveDuplicates();
    Map<String, List<Integer>> sequences =
        accepted.stream()
            .collect(
                Collectors.groupingBy(
                    event -> event.getString("key"),
                    Collectors.mapping(
                        event -> event.getInteger("sequence"), Collectors.toList())));
    assertThat(sequences.keySet())
        .containsExactlyInAnyOrderElementsOf(documents.stream().map(UUID::toString).toList());
    assertThat(sequences.values())
        .allSatisfy(numbers ->
            assertThat(numbers)
                .hasSizeGreaterThanOrEqualTo(4)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList()));
  }

  private static void assertNothingLost(Api api, JsonObject webhook)
      throws IOException, InterruptedException {
    String deliveries = "/api/v1/webhooks/" + webhook.getString("id") + "/deliveries";
    for (String lost : List.of("failed", "discarded")) {
      assertThat(api.get(deliveries + "?state=" + lost).expect(200).json().getJsonArray("items"))
          .isEmpty();
    }
  }
}
