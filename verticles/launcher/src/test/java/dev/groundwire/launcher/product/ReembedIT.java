package dev.groundwire.launcher.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From one embedding model to another, and back, while every document is found by meaning. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ReembedIT {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();

  private static final String OLD = "bge-small-en-v1.5-q";
  private static final String NEW = "all-minilm-l6-v2-q";
  private static final String GENERATIONS = "/api/v1/embedding/generations";
  private static final int DOCUMENTS = 24;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  @TempDir Path folder;

  /** Documents that were ready when a search began must all be in what it finds. */
  private final Set<String> ready = new ConcurrentSkipListSet<>();

  @FunctionalInterface
  private interface Stored {
    Connection connect() throws SQLException;
  }

  @Test
  void changesTheModelOfTheEmbeddedIndexWithoutDowntime() throws Exception {
    changesTheModelWithoutDowntime(Map.of(), () -> StoredChunks.connect(folder.resolve("data")));
  }

  @Test
  void changesTheModelOfTheIndexInTheDatabaseWithoutDowntime() throws Exception {
    changesTheModelWithoutDowntime(
        Map.of("DATABASE_URL", POSTGRES.url(), "RETRIEVAL_BACKEND", "pgvector"),
        () -> {
          PostgresLogin login = POSTGRES.administrator();
          return DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
        });
  }

  private void changesTheModelWithoutDowntime(Map<String, String> environment, Stored stored)
      throws Exception {
    Launch launch = Launch.on(folder.resolve("data"));
    for (Map.Entry<String, String> each : environment.entrySet()) {
      launch = launch.with(each.getKey(), each.getValue());
    }
    // A batch of one: long enough to be killed in the middle.
    String overlay = folder.resolve("groundwire.yaml").toString();
    Files.writeString(Path.of(overlay), "ingestion: {embed_batch: 1}\n");
    try (Node node = launch.start("--config", overlay)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        upload(node.api(), "before-" + i);
      }
      node.stop();
    }
    Launch both = launch.with("EMBEDDING_NEXT_MODEL", NEW);
    String job;
    try (Node node = both.start("--config", overlay);
        Searching searching = new Searching(node.api())) {
      upload(node.api(), "during");
      job = submit(node.api());
      await(node.api(), job, now -> now.getInteger("done") >= DOCUMENTS / 4);
      searching.stop();
      node.kill();
    }
    try (Node node = both.start("--config", overlay)) {
      awaitAll(node.api());
      goOn(node, job, stored);
    }
    try (Node node = launch.with("EMBEDDING_MODEL", NEW).start("--config", overlay)) {
      assertFoundBy(node.api(), NEW);
      assertThat(count(stored, "SELECT count(*) FROM document WHERE version > 1")).isZero();
      node.stop();
    }
  }

  /** What a killed node had not written of its own index comes back from the database. */
  private void awaitAll(Api api) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!documents(hits(api)).containsAll(ready)) {
      assertThat(System.nanoTime()).as("the index is mended").isLessThan(end);
      Pause.real().of(LOOK_AGAIN);
    }
  }

  private void goOn(Node node, String job, Stored stored) throws Exception {
    try (Searching searching = new Searching(node.api())) {
      Api api = node.api();
      upload(api, "during, too");
      assertThat(succeeded(api, job).getJsonArray("history").encode()).contains("went silent");
      assertThat(count(stored, "SELECT count(*) FROM chunk_vector")).isEqualTo(ready.size());
      JsonObject next = generation(api, NEW);
      assertThat(next.getString("state")).isEqualTo("complete");
      assertThat(next.getInteger("missing")).isZero();
      assertThat(next.getJsonObject("compared").getInteger("questions")).isPositive();
      assertThat(next.getJsonObject("compared").getDouble("overlapAt10")).isBetween(0.3, 1.0);

      switchTo(api, NEW);
      upload(api, "after");
      switchTo(api, OLD);
      upload(api, "after going back");
      switchTo(api, NEW);
      int old = generation(api, OLD).getInteger("id");
      api.delete(GENERATIONS + "/" + old).expect(200);
      succeeded(api, submit(api));
      assertThat(count(stored, "SELECT count(*) FROM chunk_vector")).isZero();
      assertThat(
              count(
                  stored,
                  "SELECT count(*) FROM chunk WHERE embedding_model NOT LIKE '" + NEW + "@%'"))
          .isZero();
      searching.stop();
      node.stop();
    }
  }

  private void upload(Api api, String name) throws Exception {
    String text = "Concerning " + name + ": the lantern of that house hums at dusk.";
    ready.add(api.ready(name + ".txt", text.getBytes(UTF_8)).toString());
  }

  private static String submit(Api api) throws Exception {
    JsonObject job = new JsonObject().put("kind", "reembed").put("workspace", "default");
    return "/api/v1/jobs/" + api.post("/api/v1/jobs", job).expect(202).json().getString("id");
  }

  private static JsonObject await(Api api, String path, Predicate<JsonObject> reached)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonObject found = api.get(path).expect(200).json();
    while (!reached.test(found)) {
      assertThat(System.nanoTime()).as(found.encodePrettily()).isLessThan(end);
      Pause.real().of(LOOK_AGAIN);
      found = api.get(path).expect(200).json();
    }
    return found;
  }

  private static JsonObject succeeded(Api api, String path) throws Exception {
    JsonObject job = await(api, path, now -> now.getValue("finishedAt") != null);
    assertThat(job.getString("state")).as(job.encodePrettily()).isEqualTo("succeeded");
    return job;
  }

  private static JsonObject generation(Api api, String model) throws Exception {
    return api.get(GENERATIONS).expect(200).json().getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("model").startsWith(model + "@"))
        .findFirst()
        .orElseThrow();
  }

  private void switchTo(Api api, String model) throws Exception {
    int id = generation(api, model).getInteger("id");
    JsonObject now =
        api.post(GENERATIONS + "/" + id + "/switch", new JsonObject()).expect(200).json();
    assertThat(now.getString("state")).isEqualTo("current");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!modelOf(hits(api)).startsWith(model + "@")) {
      assertThat(System.nanoTime()).as("searches follow").isLessThan(end);
      Pause.real().of(LOOK_AGAIN);
    }
    assertFoundBy(api, model);
  }

  private void assertFoundBy(Api api, String model) throws Exception {
    JsonObject hits = hits(api);
    assertThat(modelOf(hits)).startsWith(model + "@");
    assertThat(documents(hits)).containsAll(ready);
  }

  private static JsonObject hits(Api api) throws Exception {
    JsonObject search =
        new JsonObject()
            .put("query", "What does the lantern do in the evening?")
            .put("mode", "dense")
            .put("limit", 50)
            .put("explain", true);
    return api.post(Api.WORKSPACE + "/search", search).expect(200).json();
  }

  private static Set<String> documents(JsonObject hits) {
    return hits.getJsonArray("hits").stream()
        .map(hit -> ((JsonObject) hit).getString("documentId"))
        .collect(Collectors.toSet());
  }

  private static String modelOf(JsonObject hits) {
    return hits.getJsonArray("hits").stream()
        .map(hit -> ((JsonObject) hit).getJsonObject("explain").getString("model"))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private static long count(Stored stored, String query) throws SQLException {
    try (Connection connection = stored.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Searches again and again; each must find every document that was ready when it began. */
  private final class Searching implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Future<Integer> made;

    Searching(Api api) {
      made = threads.submit(() -> search(api));
    }

    private int search(Api api) throws Exception {
      int searches = 0;
      while (!enough.get()) {
        Set<String> expected = Set.copyOf(ready);
        assertThat(documents(hits(api))).as("search %d", searches).containsAll(expected);
        searches++;
      }
      return searches;
    }

    void stop() throws Exception {
      enough.set(true);
      assertThat(made.get(30, TimeUnit.SECONDS)).isPositive();
    }

    @Override
    public void close() {
      enough.set(true);
      threads.close();
    }
  }
}
