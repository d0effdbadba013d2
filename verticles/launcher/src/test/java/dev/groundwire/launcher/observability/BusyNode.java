package dev.groundwire.launcher.observability;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.Launch;
import dev.groundwire.launcher.product.Node;
import dev.groundwire.launcher.product.Reply;
import dev.groundwire.launcher.product.Samples;
import dev.groundwire.testing.nats.NatsServer;
import dev.groundwire.testing.program.LoopbackServer;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * The packaged product among others that can be broken one by one: providers, a subscriber, a
 * collector of spans, whoever is pinged, NATS. Impatient, so that what takes hours takes seconds.
 */
final class BusyNode implements AutoCloseable {
  private static final Script DOWN = Script.refusing(500, Map.of(), "{\"error\":\"down\"}");
  private static final Script GOOD = Script.writing("It was ", "Ada [1]. ", "Nobody knows more.");
  private static final Duration SLOW = Duration.ofSeconds(4);

  final ScriptedProvider good;
  final ScriptedProvider down;
  final ScriptedProvider slow;
  final StubServer subscriber;
  final StubServer collector;
  final StubServer pinged;
  final LoopbackServer nats;
  final Node node;

  private BusyNode(Path folder, Vertx vertx) throws Exception {
    nats = NatsServer.create();
    nats.start();
    good = ScriptedProvider.start(vertx).otherwise(GOOD);
    down = ScriptedProvider.start(vertx).otherwise(DOWN);
    slow = ScriptedProvider.start(vertx).otherwise(GOOD.paced(SLOW, Duration.ofMillis(1)));
    subscriber = StubServer.answering(503);
    collector = StubServer.answering(200);
    pinged = StubServer.answering(200);
    // Only the provider that is down has the model `alone`, only the slow one `slow`.
    Path settings =
        Files.writeString(
            folder.resolve("busy.yaml"),
            """
            chat: {cache: {enabled: true}}
            ingestion: {max_characters: 20000, parse_timeout: 1s, parsers: 1}
            dead_letter: {retry_delays: [1h]}
            webhooks:
              retry_delays: [300ms, 300ms, 1h]
              breaker_failures: 2
              breaker_pause: 500ms
              breaker_most: 1s
              disable_after: 10s
            llm:
              dispatch: {waiting_per_workspace: 2, breaker_pause: 2s, retry_base: 20ms}
              providers:
                - {name: down, base_url: "%s", models: [shared, alone], priority: 1}
                - {name: good, base_url: "%s", models: [shared], priority: 2}
                - {name: slow, base_url: "%s", models: [slow], priority: 3, most_at_once: 1,
                   first_byte_timeout: 20s}
            """
                .formatted(down.baseUrl(), good.baseUrl(), slow.baseUrl()));
    node =
        Launch.on(folder.resolve("data"))
            .with("NATS_URL", nats.url())
            .with("WEBHOOKS_ALLOW_PRIVATE", "1")
            .with("WEBHOOKS_CA", Certificate.lasting(1, folder).toString())
            .with("OTEL_ENABLED", "1")
            .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
            .with("METRICS_MEASURE_INTERVAL", "1s")
            .with("HEALTHCHECK_PING_URL", pinged.url())
            .with("HEALTHCHECK_PING_SECONDS", "1")
            .start("--config", settings.toString());
  }

  static BusyNode start(Path folder, Vertx vertx) throws Exception {
    return new BusyNode(folder, vertx);
  }

  Api api() {
    return node.api();
  }

  /** Everything once, so that every metric has something to tell. */
  void doEverything() throws Exception {
    subscribe();
    UUID lamp = readyDocument("lamp.txt");
    search();
    search();
    for (int times = 0; times < 3; times++) {
      ask("shared", "Who lit the lamp?").expect(200);
    }
    try (var answer = api().events(answerLog(ask("shared")), "")) {
      answer.rest();
    }
    askUntilItsBreakerOpens();
    for (Thread call : overfill()) {
      call.join();
    }
    spoil();
    hang();
    api().get("/api/v1/nowhere").expect(404);
    api().delete(Api.WORKSPACE + "/documents/" + lamp).expect(204);
  }

  private static String answerLog(Reply answer) {
    return "/api/v1/answers/" + answer.json().getString("id") + "/events";
  }

  void subscribe() throws IOException, InterruptedException {
    JsonObject webhook =
        new JsonObject()
            .put("url", subscriber.url() + "/hooks")
            .put("eventTypes", new JsonArray().add("*"));
    api().post("/api/v1/webhooks", webhook).expect(201);
  }

  UUID readyDocument(String name) throws IOException, InterruptedException {
    return api().ready(name, text("The lamp of " + name + " was lit in 1898 by Ada."));
  }

  void search() throws IOException, InterruptedException {
    JsonObject search = new JsonObject().put("query", "Who lit the lamp?");
    api().post(Api.WORKSPACE + "/search", search).expect(200);
  }

  /** An answer of that model to a question nobody has asked before, waited for. */
  Reply ask(String model) throws IOException, InterruptedException {
    return ask(model, "Who lit the lamp? " + UUID.randomUUID());
  }

  Reply ask(String model, String question) throws IOException, InterruptedException {
    JsonObject asked = new JsonObject().put("question", question).put("model", model);
    return api().post(Api.WORKSPACE + "/ask", asked);
  }

  void askUntilItsBreakerOpens() throws IOException, InterruptedException {
    for (int times = 0; times < 6; times++) {
      ask("alone");
    }
  }

  /** More calls of the slow model at a time than may wait for it; some wait for seconds. */
  List<Thread> overfill() {
    return IntStream.range(0, 6)
        .mapToObj(call -> Thread.ofVirtual().name("call " + call).start(() -> complete("slow")))
        .toList();
  }

  void complete(String model) {
    JsonObject message = new JsonObject().put("role", "user").put("content", "Hello");
    JsonObject call =
        new JsonObject().put("model", model).put("messages", new JsonArray().add(message));
    try {
      api().post("/v1/chat/completions", call);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A document longer than may be: it ends among the dead letters. */
  void spoil() throws IOException, InterruptedException {
    String name = "long-" + UUID.randomUUID() + ".txt";
    api().settled(api().uploaded(name, text((name + " has no end. ").repeat(1_000))));
  }

  /** A document that its parser does not come to an end with. */
  void hang() throws IOException, InterruptedException {
    byte[] pdf = Samples.endlessPdf();
    byte[] other = text("%" + UUID.randomUUID() + "\n");
    byte[] unlike = new byte[pdf.length + other.length];
    System.arraycopy(pdf, 0, unlike, 0, pdf.length);
    System.arraycopy(other, 0, unlike, pdf.length, other.length);
    api().settled(api().uploaded("endless.pdf", unlike));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException, TimeoutException {
    try (LoopbackServer _ = nats;
        ScriptedProvider _ = good;
        ScriptedProvider _ = down;
        ScriptedProvider _ = slow;
        StubServer _ = subscriber;
        StubServer _ = collector;
        StubServer _ = pinged) {
      node.close();
    }
  }
}
