package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two organizations on one node: what belongs to one does not exist for the other. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TenancyIT {
  private static final String OWNER = "key-of-the-owner-0123456789";
  private static final String OTHER = "key-of-the-other-0123456789";
  private static final String SECRET = "The combination of the safe is ninety seven.";
  private static final String QUESTION = "What is the combination of the safe?";

  @TempDir static Path folder;
  private static Node node;
  private static Api owner;
  private static Api other;
  private static String workspace;
  private static String job;

  /** Hold rows only while something is under way, or has failed. */
  private static final Set<String> PASSING =
      Set.of("event_delivery", "lease", "job_attempt", "document_rebuild", "chunk_vector");

  private static String webhook;
  private static String deadLetter;
  private static UUID document;
  private static String conversation;
  private static String answer;

  @BeforeAll
  static void fill() throws Exception {
    Path overlay =
        Files.writeString(
            folder.resolve("overlay.yaml"),
            """
            gateway:
              auth:
                keys:
                  - {sha256: %s, organization: owner}
                  - {sha256: %s, organization: other}
            """
                .formatted(sha256(OWNER), sha256(OTHER)));
    node =
        Launch.on(folder.resolve("data"))
            .with("AUTH_ENABLED", "1")
            .with("WEBHOOKS_ALLOW_PRIVATE", "1")
            .start("--config", overlay.toString());
    owner = node.api().as(OWNER);
    other = node.api().as(OTHER);
    webhook =
        owner
            .post(
                "/api/v1/webhooks",
                new JsonObject()
                    .put("url", "http://127.0.0.1:9/")
                    .put("eventTypes", new JsonArray().add("*")))
            .expect(201)
            .id()
            .toString();
    document = owner.ready("safe.txt", SECRET.getBytes(StandardCharsets.UTF_8));
    other.ready("garden.txt", "Tulips want sun.".getBytes(StandardCharsets.UTF_8));
    JsonObject titled = new JsonObject().put("title", "About the safe");
    conversation = owner.post(Api.WORKSPACE + "/conversations", titled).expect(201).id().toString();
    answer =
        owner
            .post(
                "/api/v1/conversations/" + conversation + "/messages",
                new JsonObject().put("content", QUESTION))
            .expect(200)
            .id()
            .toString();
    workspace = one("SELECT workspace_id FROM document WHERE id = '" + document + "'");
    UUID broken = owner.uploaded("broken.pdf", "%PDF-1.7 no more".getBytes(StandardCharsets.UTF_8));
    assertThat(owner.settled(broken).getString("status")).isEqualTo("failed");
    deadLetter = one("SELECT id FROM dead_letter WHERE key = '" + broken + "'");
    job =
        owner
            .post(
                "/api/v1/jobs", new JsonObject().put("kind", "cleanup").put("workspace", "default"))
            .expect(202)
            .id()
            .toString();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (one("SELECT count(*) FROM webhook_attempt").equals("0")) {
      assertThat(System.nanoTime()).as("waits for a delivery's first try").isLessThan(end);
      Pause.real().of(Duration.ofMillis(100));
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    try (Node ending = node) {
      ending.stop();
    }
  }

  /** Every route that names something by its id; the destructive ones last. */
  private static List<Route> routes() {
    JsonObject question = new JsonObject().put("question", QUESTION);
    String own = "/api/v1/workspaces/" + workspace;
    List<Route> routes = new ArrayList<>();
    for (String path : List.of("/documents", "/documents/events", "/conversations")) {
      routes.add(new Route("GET", own + path, Optional.empty()));
    }
    routes.add(new Route("POST", own + "/documents", Optional.of(text("intruder"))));
    routes.add(new Route("POST", own + "/conversations", Optional.of(new JsonObject())));
    routes.add(
        new Route("POST", own + "/search", Optional.of(new JsonObject().put("query", QUESTION))));
    routes.add(new Route("POST", own + "/ask", Optional.of(question)));
    String letter = "/api/v1/dead-letters/" + deadLetter;
    routes.add(new Route("GET", letter, Optional.empty()));
    routes.add(new Route("POST", letter + "/replay", Optional.of(new JsonObject())));
    routes.add(
        new Route("POST", letter + "/discard", Optional.of(new JsonObject().put("reason", "x"))));
    routes.add(
        new Route(
            "POST",
            "/api/v1/jobs",
            Optional.of(new JsonObject().put("kind", "cleanup").put("workspace", workspace))));
    for (String path : List.of("", "/events")) {
      routes.add(new Route("GET", "/api/v1/jobs/" + job + path, Optional.empty()));
    }
    routes.add(new Route("DELETE", "/api/v1/jobs/" + job, Optional.empty()));
    String hook = "/api/v1/webhooks/" + webhook;
    for (String path : List.of("", "/deliveries")) {
      routes.add(new Route("GET", hook + path, Optional.empty()));
    }
    for (String path : List.of("/rotate-secret", "/test")) {
      routes.add(new Route("POST", hook + path, Optional.of(new JsonObject())));
    }
    routes.add(new Route("DELETE", hook, Optional.empty()));
    for (String in : List.of(own, Api.WORKSPACE)) {
      for (String path : List.of("", "/content", "/chunks", "/events")) {
        routes.add(new Route("GET", in + "/documents/" + document + path, Optional.empty()));
      }
    }
    routes.add(new Route("GET", "/api/v1/conversations/" + conversation, Optional.empty()));
    routes.add(
        new Route(
            "POST",
            "/api/v1/conversations/" + conversation + "/messages",
            Optional.of(new JsonObject().put("content", QUESTION))));
    routes.add(new Route("GET", "/api/v1/answers/" + answer, Optional.empty()));
    routes.add(new Route("GET", "/api/v1/answers/" + answer + "/events", Optional.empty()));
    routes.add(new Route("DELETE", "/api/v1/answers/" + answer, Optional.empty()));
    routes.add(new Route("DELETE", own + "/documents/" + document, Optional.empty()));
    routes.add(new Route("DELETE", Api.WORKSPACE + "/documents/" + document, Optional.empty()));
    routes.add(new Route("DELETE", "/api/v1/conversations/" + conversation, Optional.empty()));
    return routes;
  }

  @Test
  void anothersIdsAreFoundOnNoRoute() throws Exception {
    for (Route route : routes()) {
      route.call(other).expectProblem(404, "");
      route.call(node.api()).expectProblem(401, "");
      route.call(node.api().as("key-of-nobody-0123456789")).expectProblem(401, "");
    }
    assertThat(owner.get(Api.WORKSPACE + "/documents/" + document).expect(200).body())
        .contains("ready");
    assertThat(owner.get("/api/v1/conversations/" + conversation).expect(200).body())
        .contains(QUESTION);
    assertThat(owner.get("/api/v1/answers/" + answer).expect(200).json().getString("text"))
        .contains("ninety seven");
  }

  @Test
  void anothersTextIsFoundByNoQuestion() throws Exception {
    JsonObject filter =
        new JsonObject().put("documentIds", new JsonArray().add(document.toString()));
    for (String mode : List.of("hybrid", "dense", "lexical")) {
      JsonObject search = new JsonObject().put("query", SECRET).put("mode", mode);
      assertThat(owner.post(Api.WORKSPACE + "/search", search).expect(200).body())
          .contains("ninety");
      assertThat(other.post(Api.WORKSPACE + "/search", search).expect(200).body())
          .doesNotContain("ninety", document.toString());
      search.put("filter", filter);
      assertThat(other.post(Api.WORKSPACE + "/search", search).expect(200).body())
          .doesNotContain("ninety");
    }
    JsonObject question = new JsonObject().put("question", QUESTION).mergeIn(filter);
    assertThat(other.post(Api.WORKSPACE + "/ask", question).expect(200).body())
        .doesNotContain("ninety");
    for (String list : List.of("/documents", "/conversations")) {
      assertThat(other.all(Api.WORKSPACE + list).encode())
          .doesNotContain(document.toString(), conversation);
    }
  }

  @Test
  void aSessionSeesTheRowsOfItsTenantOnly() throws Exception {
    String owning = one("SELECT id FROM organization WHERE slug = 'owner'");
    String stranger = one("SELECT id FROM organization WHERE slug = 'other'");
    Map<String, String> tables = tables();
    assertThat(tables)
        .containsKeys("organization", "workspace", "document", "document_part", "document_text")
        .containsKeys("chunk", "conversation", "message", "answer", "outbox", "inbox");
    assertThat(unguarded()).isEmpty();
    try (Connection session = StoredChunks.connect(node.dataDir(), "groundwire")) {
      session.setAutoCommit(false);
      for (Map.Entry<String, String> table : tables.entrySet()) {
        String rows = "SELECT count(*) FROM " + table.getKey();
        String owned = rows + " WHERE " + table.getValue() + " = '" + owning + "'";
        assertThat(count(session, rows)).as(table.getKey()).isZero();
        become(session, owning);
        long own = count(session, rows);
        assertThat(own).as(table.getKey()).isEqualTo(count(session, owned));
        if (!PASSING.contains(table.getKey())) {
          assertThat(own).as(table.getKey()).isPositive();
        }
        become(session, stranger);
        assertThat(count(session, owned)).as(table.getKey()).isZero();
        assertThat(
                update(
                    session,
                    "DELETE FROM "
                        + table.getKey()
                        + " WHERE "
                        + table.getValue()
                        + " = '"
                        + owning
                        + "'"))
            .as(table.getKey())
            .isZero();
        session.rollback();
      }
    }
  }

  /** Each table of ours and the column that names its organization. */
  private static Map<String, String> tables() throws SQLException {
    Map<String, String> tables = new TreeMap<>();
    try (Connection connection = StoredChunks.connect(node.dataDir());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.columns JOIN pg_class"
                    + " ON oid = ('public.' || table_name)::regclass AND NOT relispartition"
                    + " WHERE table_schema = 'public' AND column_name = 'organization_id'")) {
      while (row.next()) {
        tables.put(row.getString(1), "organization_id");
      }
    }
    tables.put("organization", "id");
    return tables;
  }

  /** Tables without forced row-level security, beside the one of the migrations. */
  private static String unguarded() throws SQLException {
    return one(
        """
        SELECT coalesce(string_agg(relname, ' '), '') FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
          AND NOT (relrowsecurity AND relforcerowsecurity) AND relname NOT LIKE 'flyway%'
        """);
  }

  private static void become(Connection session, String organization) throws SQLException {
    count(
        session,
        "SELECT length(set_config('groundwire.organization_id', '" + organization + "', true))");
  }

  private static String one(String query) throws SQLException {
    try (Connection connection = StoredChunks.connect(node.dataDir());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static long count(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static int update(Connection session, String change) throws SQLException {
    try (Statement statement = session.createStatement()) {
      return statement.executeUpdate(change);
    }
  }

  private static JsonObject text(String text) {
    return new JsonObject().put("name", text + ".txt").put("text", text);
  }

  private static String sha256(String key) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  private record Route(String method, String path, Optional<JsonObject> body) {
    Reply call(Api api) throws Exception {
      return api.send(
          api.request(path)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body.isPresent()
                      ? BodyPublishers.ofString(body.get().encode())
                      : BodyPublishers.noBody()));
    }
  }
}
