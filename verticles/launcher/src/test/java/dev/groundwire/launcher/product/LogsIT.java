package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the product, every line it writes is one that machines can rely on. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LogsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String KEY = "planted-service-key-7f3a9c1e55d2";
  private static final String MAIL = "planted.person@example.com";
  private static final String QUERY_KEY = "planted-query-key-41b7";
  private static final String ASKED = "logs-it-question-1";
  private static final String UPLOADED = "logs-it-upload-1";
  private static final long MOST_BYTES = 16_384;

  @TempDir static Path folder;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static List<JsonObject> console;
  private static List<JsonObject> kept;
  private static String sample;

  @BeforeAll
  static void live() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("dead-provider.yaml"),
            """
            llm:
              providers:
                - {name: dead, base_url: "http://127.0.0.1:9", models: [gone], priority: 1}
            webhooks:
              retry_delays: [100ms, 1h]
              breaker_failures: 1
            """);
    Node node =
        Launch.on(folder.resolve("data"))
            .with("SERVICE_API_KEY", KEY)
            .with("AUTH_ENABLED", "1")
            .with("LOG_LEVEL", "DEBUG")
            .with("LOG_ROTATION_MAX_BYTES", "" + MOST_BYTES)
            .with("LOG_ROTATION_BACKUPS", "500")
            .with("OTEL_ENABLED", "1")
            .with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
            .with("RETRY_BASE_SECONDS", "0.02")
            .with("WEBHOOKS_ALLOW_PRIVATE", "1")
            .start("--config", config.toString());
    try {
      use(node);
      fail(node);
      refuse(node);
      awaitLine(node, "webhook_not_delivered");
      level(node);
      sample = sample(node);
    } finally {
      node.stop();
    }
    console =
        node.child().err().all(PATIENCE).stream()
            .filter(line -> line.startsWith("{"))
            .map(JsonObject::new)
            .toList();
    kept = files(folder.resolve("data/logs"));
  }

  @AfterAll
  static void hangUp() {
    HTTP.shutdownNow();
  }

  private static void use(Node node) throws Exception {
    Api api = node.api().as(KEY);
    api.post(
            "/api/v1/webhooks",
            new JsonObject()
                .put("url", "http://127.0.0.1:9/hook?api_key=" + QUERY_KEY)
                .put("eventTypes", new JsonArray().add("*")))
        .expect(201);
    String document =
        new JsonObject()
            .put("name", MAIL + ".txt")
            .put("text", "The lamp was lit in 1898 by Ada Brandt. Write to " + MAIL + ".")
            .encode();
    Reply uploaded =
        api.send(
            api.request(Api.WORKSPACE + "/documents")
                .header("X-Request-ID", UPLOADED)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(document)));
    api.settled(uploaded.expect(202).firstDocument());
    JsonObject question =
        new JsonObject()
            .put("question", "When was the lamp lit, does " + MAIL + " know?")
            .put("model", "extractive");
    api.send(
            api.request(Api.WORKSPACE + "/ask?api_key=" + QUERY_KEY)
                .header("X-Request-ID", ASKED)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question.encode())))
        .expect(200);
  }

  private static void fail(Node node) throws Exception {
    Api api = node.api().as(KEY);
    JsonObject question =
        new JsonObject().put("question", "Who lit the lamp?").put("model", "gone");
    assertThat(api.post(Api.WORKSPACE + "/ask", question).status()).isGreaterThanOrEqualTo(400);
    api.upload("broken.pdf", "%PDF-1.7 nothing".getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(Node node) throws Exception {
    Api api = node.api().as(KEY);
    api.get("/api/v1/nowhere/" + MAIL + "?api_key=" + QUERY_KEY).expect(404);
    api.post(Api.WORKSPACE + "/ask", "application/json", BodyPublishers.ofString("{broken"))
        .expect(400);
    node.api().as("Bearer " + QUERY_KEY).get("/api/v1/models").expect(401);
    assertThat(management(node, "GET", "/health", "").statusCode()).isEqualTo(200);
  }

  private static void level(Node node) throws Exception {
    String path = "/loggers/dev.groundwire.gateway";
    assertThat(management(node, "PUT", path, "{\"level\":\"LOUD\"}").statusCode()).isEqualTo(400);
    assertThat(management(node, "PUT", path, "{\"level\":\"WARN\",\"for\":\"9y\"}").statusCode())
        .isEqualTo(400);
    HttpResponse<String> changed =
        management(node, "PUT", path, "{\"level\":\"TRACE\",\"for\":\"1h\"}");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(changed.body()).contains("TRACE", "\"temporary\":true");
    assertThat(management(node, "PUT", path, "{\"level\":null}").body()).doesNotContain("TRACE");
    assertThat(management(node, "GET", "/loggers", "").body()).contains("ROOT");
  }

  private static HttpResponse<String> management(Node node, String method, String path, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.managementPort() + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .timeout(PATIENCE)
            .build(),
        BodyHandlers.ofString());
  }

  private static void awaitLine(Node node, String event) throws InterruptedException {
    assertThat(node.child().err().await(line -> line.contains("\"" + event + "\""), PATIENCE))
        .as(node.child()::said)
        .isPresent();
  }

  /** What the script for people on call gathers of the question. */
  private static String sample(Node node) throws IOException, InterruptedException {
    ProcessBuilder script =
        new ProcessBuilder(Launch.root().resolve("scripts/oncall/log_sample.sh").toString(), ASKED);
    script.environment().put("DATA_DIR", node.dataDir().toString());
    script.environment().put("GROUNDWIRE_URL", node.api().base().toString());
    script.environment().put("GROUNDWIRE_API_KEY", KEY);
    script.environment().remove("DATABASE_URL");
    try (Child gathering = new Child(script.start())) {
      String said = String.join("\n", gathering.out().all(PATIENCE));
      assertThat(gathering.exitCode(PATIENCE)).as(gathering.said()).isZero();
      return said;
    }
  }

  /** Oldest first. */
  private static List<JsonObject> files(Path logs) throws IOException {
    List<JsonObject> lines = new ArrayList<>();
    for (int number = 500; number >= 0; number--) {
      Path part = logs.resolve("groundwire.log" + (number == 0 ? "" : "." + number));
      if (Files.exists(part)) {
        try (Stream<String> each = Files.lines(part)) {
          each.map(JsonObject::new).forEach(lines::add);
        }
      }
    }
    return lines;
  }

  private static List<JsonObject> of(Predicate<JsonObject> wanted) {
    return console.stream().filter(wanted).toList();
  }

  @Test
  void writesEveryLineAsItsSchemaSays() throws IOException {
    LineSchema schema = LineSchema.read();
    assertThat(console).hasSizeGreaterThan(50);
    assertThat(console)
        .allSatisfy(line -> assertThat(schema.complaints(line)).as(line.encode()).isEmpty());
    assertThat(kept)
        .allSatisfy(line -> assertThat(schema.complaints(line)).as(line.encode()).isEmpty());
  }

  @Test
  void keepsEveryLineInFilesThatRotate() throws IOException {
    Set<String> told = new HashSet<>(kept.stream().map(JsonObject::encode).toList());
    int ready =
        console.indexOf(of(line -> line.getString("event").equals("groundwire_ready")).getFirst());
    // The console's pipe is closed with the signal to stop; the file has what came afterwards.
    assertThat(kept).anyMatch(line -> line.getString("event").startsWith("groundwire_stopping"));
    assertThat(console.subList(ready, console.size()).stream().map(JsonObject::encode))
        .allMatch(told::contains);
    try (Stream<Path> parts = Files.list(folder.resolve("data/logs"))) {
      assertThat(parts)
          .hasSizeGreaterThan(1)
          .allMatch(part -> part.toFile().length() <= MOST_BYTES);
    }
  }

  @Test
  void tiesTheLinesOfARequestTogetherInEveryRoom() {
    List<JsonObject> asked = of(line -> ASKED.equals(line.getString("request_id")));
    assertThat(asked.stream().map(line -> line.getString("address", "")).toList())
        .anyMatch(address -> address.startsWith("chat."))
        .anyMatch(address -> address.startsWith("retrieval."));
    assertThat(asked.stream().map(line -> line.getString("event")).toList())
        .contains("http_request", "answer_ended");
    assertThat(asked.stream().map(line -> line.getString("trace_id")).distinct().toList())
        .hasSize(1)
        .doesNotContainNull();
    assertThat(asked.stream().map(line -> line.getString("organization_id")).distinct().toList())
        .hasSize(1)
        .doesNotContainNull();
    assertThat(asked.stream().map(line -> line.getString("workspace_id")).filter(Objects::nonNull))
        .isNotEmpty();
    assertThat(asked.stream().map(line -> line.getString("user_id"))).contains("service");
    assertThat(
            of(line -> UPLOADED.equals(line.getString("request_id"))).stream()
                .map(line -> line.getString("event"))
                .toList())
        .contains("http_request", "document_ready", "webhook_not_delivered");
  }

  @Test
  void tellsOfEveryRequestOnce() {
    List<JsonObject> ended = of(line -> line.getString("event").equals("http_request"));
    assertThat(ended)
        .anySatisfy(line -> {
          assertThat(line.getString("route")).isEqualTo("/api/v1/workspaces/{ws}/ask");
          assertThat(line.getString("method")).isEqualTo("POST");
          assertThat(line.getInteger("status_code")).isEqualTo(200);
          assertThat(line.getDouble("duration_ms")).isPositive();
          assertThat(line.getInteger("bytes")).isPositive();
        });
    assertThat(ended)
        .anySatisfy(line -> {
          assertThat(line.getString("route")).isEqualTo("other");
          assertThat(line.getInteger("status_code")).isEqualTo(404);
        });
    assertThat(ended.stream().filter(line -> line.getString("level").equals("DEBUG")))
        .isNotEmpty()
        .allMatch(line -> line.getString("route").startsWith("/health"));
    assertThat(ended.stream().filter(line -> ASKED.equals(line.getString("request_id"))))
        .hasSize(1);
  }

  @Test
  void gathersWhatIsKnownOfOneRequest() {
    assertThat(sample)
        .contains("== log lines of " + ASKED, "\"event\":\"http_request\"", "== answers")
        .contains("\"state\":\"completed\"")
        .containsAnyOf("answer.finished.v1", "psql is not installed")
        .doesNotContain(KEY, MAIL, "Ada Brandt");
  }

  @Test
  void tellsNoSecretAndNoPersonsAddress() {
    assertThat(Stream.concat(console.stream(), kept.stream()).map(JsonObject::encode))
        .noneMatch(line -> line.contains(KEY) || line.contains(MAIL) || line.contains(QUERY_KEY));
  }
}
