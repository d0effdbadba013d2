package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A document that cannot be read says why, and is ready after the cause is gone. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DeadLetterIT {
  private static final String LETTERS = "/api/v1/dead-letters";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  @TempDir Path folder = Path.of("");

  @Test
  void leadsFromPoisonToReady() throws Exception {
    Launch launch = Launch.on(folder.resolve("data"));
    Path strict =
        Files.writeString(folder.resolve("strict.yaml"), "ingestion:\n  max_characters: 1000\n");
    byte[] text = "A sentence of a long story. ".repeat(100).getBytes(StandardCharsets.UTF_8);
    byte[] other = "Another sentence of it. ".repeat(100).getBytes(StandardCharsets.UTF_8);
    UUID document;
    UUID letter;
    try (Node node = launch.start("--config", strict.toString())) {
      document = node.api().uploaded("story.txt", text);
      JsonObject failed = node.api().settled(document);
      assertThat(failed.getString("status")).isEqualTo("failed");
      JsonObject parked = only(node.api(), document);
      assertThat(parked.getString("state")).isEqualTo("parked");
      assertThat(parked.getString("reason")).isEqualTo(failed.getString("error"));
      letter = UUID.fromString(parked.getString("id"));
      discardsWithItsDocument(node.api(), other);
      node.stop();
    }
    try (Node node = launch.start()) {
      node.api().post(LETTERS + "/" + letter + "/replay", new JsonObject()).expect(202);
      await(node.api(), letter, "replayed");
      assertThat(node.api().settled(document).getString("status")).isEqualTo("ready");
      node.api().post(LETTERS + "/" + letter + "/replay", new JsonObject()).expect(202);
      node.api().post(LETTERS + "/replay", new JsonObject()).expect(202);
      assertThat(only(node.api(), document).getString("state")).isEqualTo("replayed");
      assertThat(node.api().settled(document).getString("status")).isEqualTo("ready");
      node.stop();
    }
  }

  private static void discardsWithItsDocument(Api api, byte[] text) throws Exception {
    UUID document = api.uploaded("other.txt", text);
    api.settled(document);
    UUID letter = UUID.fromString(only(api, document).getString("id"));
    api.delete(Api.WORKSPACE + "/documents/" + document).expect(204);
    await(api, letter, "discarded");
  }

  private static JsonObject only(Api api, UUID document) throws Exception {
    JsonArray found =
        api.get(LETTERS + "?documentId=" + document).expect(200).json().getJsonArray("items");
    assertThat(found).hasSize(1);
    return found.getJsonObject(0);
  }

  private static void await(Api api, UUID letter, String state) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!api.get(LETTERS + "/" + letter).json().getString("state").equals(state)) {
      assertThat(System.nanoTime()).as("waits for " + state).isLessThan(end);
      Pause.real().of(BETWEEN_LOOKS);
    }
  }
}
