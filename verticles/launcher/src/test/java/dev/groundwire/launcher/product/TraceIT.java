package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.collector.Collector;
import dev.groundwire.testing.collector.ReceivedSpan;
import dev.groundwire.testing.nats.NatsFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.SeenRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One question and one document, each followed through every room by one trace and one id. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TraceIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CALLERS_SPAN = "00f067aa0ba902b7";
  private static final String SECRET_QUESTION = "Which colour has the heron of the lighthouse?";

  @TempDir static Path folder;
  private static Collector collector;
  private static ScriptedProvider provider;
  private static ReceivedHooks hooks;
  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    collector = Collector.start(VERTX.vertx());
    provider = ScriptedProvider.start(VERTX.vertx());
    provider.otherwise(Script.writing("The heron is ", "grey. [1]"));
    hooks = ReceivedHooks.start(VERTX.vertx());
    node =
        Launch.on(folder.resolve("data"))
            .with("NATS_URL", NATS.url())
            .with("OTEL_ENABLED", "1")
            .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString())
            .with("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer collector-key")
            .with("WEBHOOKS_ALLOW_PRIVATE", "1")
            .with("LLM_BASE_URL", provider.baseUrl().toString())
            .with("LLM_MODEL", "scripted")
            .start();
    node.api()
        .post(
            "/api/v1/webhooks",
            new JsonObject().put("url", hooks.url()).put("eventTypes", new JsonArray().add("*")))
        .expect(201);
  }

  @AfterAll
  static void stop() throws InterruptedException, TimeoutException {
    try (Node ending = node;
        Collector closingCollector = collector;
        ReceivedHooks closingHooks = hooks;
        ScriptedProvider closing = provider) {
      assertThat(closing.seen()).isNotEmpty();
      assertThat(closingHooks.seen()).isNotEmpty();
      assertThat(closingCollector.authorization()).isEqualTo("Bearer collector-key");
      ending.stop();
    }
  }

  @Test
  void aQuestionIsOneTraceThroughEveryRoom() throws Exception {
    node.api().ready("heron.txt", bytes("The heron of the lighthouse is grey."));
    String traceId = fresh();
    String requestId = "ask-" + UUID.randomUUID();
    Reply reply =
        node.api()
            .send(
                node.api()
                    .request(Api.WORKSPACE + "/ask")
                    .header("Content-Type", "application/json")
                    .header("X-Request-ID", requestId)
                    .header("traceparent", "00-" + traceId + "-" + CALLERS_SPAN + "-01")
                    .POST(
                        BodyPublishers.ofString(
                            new JsonObject().put("question", SECRET_QUESTION).encode())))
            .expect(200);
    assertThat(reply.headers().firstValue("X-Request-ID")).contains(requestId);
    List<ReceivedSpan> spans =
        collector.await(
            traceId,
            found ->
                names(found)
                    .containsAll(
                        Set.of(
                            "POST /api/v1/workspaces/{ws}/ask",
                            "chat.start-answer",
                            "retrieval.find-passages",
                            "embedding.embed-texts",
                            "llm.generate",
                            "search",
                            "embed",
                            "augment",
                            "generate",
                            "chat scripted",
                            "SELECT",
                            "INSERT",
                            "process answer.finished.v1")),
            PATIENCE);
    assertOneTree(spans);
    assertUnder(spans, "SELECT", "POST /api/v1/workspaces/{ws}/ask");
    assertUnder(spans, "embed", "search");
    assertUnder(spans, "search", "chat.start-answer");
    assertUnder(spans, "chat scripted", "llm.generate");
    assertUnder(spans, "llm.generate", "generate");
    assertThat(spans)
        .allSatisfy(
            span -> assertThat(span.attribute("groundwire.request_id")).isEqualTo(requestId));
    assertThat(spans.toString()).doesNotContain(SECRET_QUESTION, "grey");
    assertSameRequestEverywhere(requestId, traceId, "answer.finished.v1");
    SeenRequest asked = provider.seen().getLast();
    assertThat(asked.headers().get("x-request-id")).isEqualTo(requestId);
    assertThat(asked.headers().get("traceparent")).contains(traceId);
  }

  @Test
  void aDocumentIsOneTraceThroughOutboxAndBrokerUntilItIsReady() throws Exception {
    String traceId = fresh();
    String requestId = "upload-" + UUID.randomUUID();
    Reply reply =
        node.api()
            .send(
                node.api()
                    .request(Api.WORKSPACE + "/documents")
                    .header("Content-Type", "application/json")
                    .header("X-Request-ID", requestId)
                    .header("traceparent", "00-" + traceId + "-" + CALLERS_SPAN + "-01")
                    .POST(
                        BodyPublishers.ofString(
                            new JsonObject()
                                .put("name", "lamp.txt")
                                .put("text", "The lamp was lit in 1898 by Ada Brandt.")
                                .encode())))
            .expect(202);
    assertThat(node.api().settled(reply.firstDocument()).getString("status")).isEqualTo("ready");
    List<ReceivedSpan> spans =
        collector.await(
            traceId,
            found ->
                names(found)
                    .containsAll(
                        Set.of(
                            "POST /api/v1/workspaces/{ws}/documents",
                            "ingestion.register-document",
                            "send document.received.v1",
                            "process document.received.v1",
                            "send document.chunked.v1",
                            "process document.chunked.v1",
                            "send document.embedded.v1",
                            "process document.embedded.v1",
                            "ingestion.chunk-document",
                            "ingestion.embed-document",
                            "retrieval.index-document",
                            "index",
                            "process document.indexed.v1")),
            PATIENCE);
    assertOneTree(spans);
    assertThat(spans)
        .filteredOn(span -> span.name().startsWith("process "))
        .allSatisfy(span -> {
          assertThat(span.kind()).isEqualTo("CONSUMER");
          assertThat(span.links()).as("links to the producer").hasSize(1);
        });
    assertUnder(spans, "process document.received.v1", "ingestion.register-document");
    assertUnder(spans, "process document.chunked.v1", "process document.received.v1");
    assertUnder(spans, "index", "process document.embedded.v1");
    assertSameRequestEverywhere(requestId, traceId, "document.indexed.v1");
  }

  /** Log lines, event rows and a webhook's delivery. */
  private static void assertSameRequestEverywhere(
      String requestId, String traceId, String eventType) throws Exception {
    assertThat(rows(requestId))
        .isNotEmpty()
        .allSatisfy(traceparent -> assertThat(traceparent).contains(traceId));
    JsonObject delivered = hooks.await(eventType, requestId, PATIENCE);
    assertThat(delivered.getString("correlationid")).isEqualTo(requestId);
    assertThat(delivered.getString("traceparent")).contains(traceId);
    List<JsonObject> lines =
        node.child().err().soFar().stream()
            .filter(line -> line.startsWith("{"))
            .map(JsonObject::new)
            .filter(line -> requestId.equals(line.getString("request_id")))
            .toList();
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.getString("trace_id")).isEqualTo(traceId));
  }

  private static List<String> rows(String requestId) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = StoredChunks.connect(node.dataDir());
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT traceparent FROM outbox WHERE correlation_id = ?")) {
      select.setString(1, requestId);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }

  /** Every span hangs on another one of the trace, and the first on the caller's. */
  private static void assertOneTree(List<ReceivedSpan> spans) {
    Set<String> known = spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
    assertThat(spans)
        .allSatisfy(span ->
            assertThat(known.contains(span.parentId()) || span.parentId().equals(CALLERS_SPAN))
                .as("parent of %s", span)
                .isTrue());
    assertThat(spans).filteredOn(span -> span.parentId().equals(CALLERS_SPAN)).hasSize(1);
  }

  /** Some span of that name hangs below one of the other name. */
  private static void assertUnder(List<ReceivedSpan> spans, String name, String ancestor) {
    assertThat(spans)
        .as("%s below %s", name, ancestor)
        .anySatisfy(span -> {
          assertThat(span.name()).isEqualTo(name);
          assertThat(ancestors(spans, span)).contains(ancestor);
        });
  }

  private static List<String> ancestors(List<ReceivedSpan> spans, ReceivedSpan span) {
    List<String> names = new ArrayList<>();
    String parent = span.parentId();
    for (int depth = 0; depth < spans.size(); depth++) {
      String looked = parent;
      ReceivedSpan found =
          spans.stream().filter(each -> each.spanId().equals(looked)).findFirst().orElse(null);
      if (found == null) {
        return names;
      }
      names.add(found.name());
      parent = found.parentId();
    }
    return names;
  }

  private static Set<String> names(List<ReceivedSpan> spans) {
    return spans.stream().map(ReceivedSpan::name).collect(Collectors.toSet());
  }

  private static String fresh() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
