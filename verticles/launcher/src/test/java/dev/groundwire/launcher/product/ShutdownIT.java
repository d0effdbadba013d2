package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stop tells everybody who waits how it ended, and lets the model go. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ShutdownIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @TempDir private Path folder;

  @Test
  void whoeverStillWaitsAtTheEndIsToldSo() throws Exception {
    try (ScriptedProvider provider = ScriptedProvider.start(VERTX.vertx());
        Node node = launch(provider);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      node.api()
          .ready("lamp.txt", "The lamp was lit in 1898 by Ada.".getBytes(StandardCharsets.UTF_8));
      provider.otherwise(Script.of(new Step.Say("Half "), new Step.Stall()));
      JsonObject question = new JsonObject().put("question", "Who lit the lamp?");
      JsonObject message = new JsonObject().put("role", "user").put("content", "Hello");
      JsonObject completion =
          new JsonObject()
              .put("model", "scripted")
              .put("stream", true)
              .put("messages", new JsonArray().add(message));
      Future<Reply> asked =
          clients.submit(() ->
              node.api().send(post(node, Api.WORKSPACE + "/ask", "text/event-stream", question)));
      Future<Reply> waited =
          clients.submit(() ->
              node.api().send(post(node, Api.WORKSPACE + "/ask", "application/json", question)));
      Future<Reply> passed =
          clients.submit(() ->
              node.api().send(post(node, "/v1/chat/completions", "text/event-stream", completion)));
      provider.request(3).timeout(1, TimeUnit.MINUTES).await();
      node.stop();

      assertThat(asked.get().body()).contains("Half ").contains("event: error");
      assertThat(waited.get().status()).isEqualTo(503);
      assertThat(waited.get().body()).contains("answerId");
      assertThat(passed.get().body()).contains("Half ").contains("\"error\"");
    }
  }

  private static HttpRequest.Builder post(
      Node node, String path, String accepted, JsonObject body) {
    return node.api()
        .request(path)
        .header("Content-Type", "application/json")
        .header("Accept", accepted)
        .POST(BodyPublishers.ofString(body.encode()));
  }

  private Node launch(ScriptedProvider provider) throws Exception {
    Path config = folder.resolve("stops-soon.yaml");
    Files.writeString(
        config,
        """
        gateway:
          drain_timeout: 6s
        chat:
          drain_timeout: 4s
        llm:
          providers:
            - {name: scripted, base_url: "%s", models: [scripted]}
        """
            .formatted(provider.baseUrl()));
    return Launch.on(folder.resolve("data")).start("--config", config.toString());
  }
}
