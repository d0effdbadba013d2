package dev.groundwire.launcher.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Work in the background of a whole node. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class JobsIT {
  private static final int DOCUMENTS = 30;
  private static final long SEED = 42;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final List<GeneratedDocument> WORK = GeneratedDocument.several(DOCUMENTS, SEED);

  @TempDir Path folder;

  private static JsonObject job(String kind) {
    return new JsonObject().put("kind", kind).put("workspace", "default");
  }

  private static String submit(Api api, JsonObject job) throws Exception {
    return "/api/v1/jobs/" + api.post("/api/v1/jobs", job).expect(202).json().getString("id");
  }

  private static JsonObject await(Api api, String path, Predicate<JsonObject> reached)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonObject job = api.get(path).expect(200).json();
    while (!reached.test(job)) {
      assertThat(System.nanoTime()).as(job.encodePrettily()).isLessThan(end);
      Pause.real().of(LOOK_AGAIN);
      job = api.get(path).expect(200).json();
    }
    return job;
  }

  private static JsonObject succeeded(Api api, String path) throws Exception {
    JsonObject job = await(api, path, now -> now.getValue("finishedAt") != null);
    assertThat(job.getString("state")).as(job.encodePrettily()).isEqualTo("succeeded");
    return job;
  }

  private static JsonArray hits(Api api, String query) throws Exception {
    JsonObject search = new JsonObject().put("query", query).put("mode", "lexical").put("limit", 5);
    return api.post(Api.WORKSPACE + "/search", search).expect(200).json().getJsonArray("hits");
  }

  /** How many searches were made until {@code enough}; each must find its document. */
  private static int search(Api api, AtomicBoolean enough) throws Exception {
    int made = 0;
    while (!enough.get()) {
      String marker = WORK.get(made % DOCUMENTS).marker();
      assertThat(hits(api, marker)).as("search %d, for %s", made, marker).isNotEmpty();
      made++;
    }
    return made;
  }

  @Test
  void rebuildsWhileSearchesFindEverythingAndGoesOnAfterAKill() throws Exception {
    Launch launch =
        Launch.on(folder)
            .with("INGESTION_CHUNK_TOKENS", "64")
            .with("INGESTION_OVERLAP_TOKENS", "8");
    Node node = launch.start();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Uploading uploads = new Uploading(new Running(node), WORK)) {
      uploads.finish(PATIENCE);
      Readiness.await(node, DOCUMENTS);
      Map<String, String> before = StoredChunks.of(node.dataDir());
      AtomicBoolean killing = new AtomicBoolean();
      Api first = node.api();
      Future<Integer> searching = threads.submit(() -> search(first, killing));
      String path = submit(node.api(), job("rebuild"));
      await(node.api(), path, now -> now.getInteger("done") >= DOCUMENTS / 3);
      killing.set(true);
      assertThat(searching.get(30, TimeUnit.SECONDS)).isPositive();
      node.kill();
      node = launch.start();
      AtomicBoolean done = new AtomicBoolean();
      Api second = node.api();
      Future<Integer> searchingAgain = threads.submit(() -> search(second, done));
      JsonObject rebuilt = succeeded(node.api(), path);
      done.set(true);
      assertThat(searchingAgain.get(30, TimeUnit.SECONDS)).isPositive();
      assertThat(rebuilt.getInteger("done")).isEqualTo(DOCUMENTS);
      assertThat(rebuilt.getJsonArray("history").encode()).contains("went silent");
      assertThat(count(node, "SELECT count(*) FROM document WHERE version < 2")).isZero();
      assertThat(
              count(
                  node,
                  "SELECT count(*) FROM chunk c JOIN document d ON d.id = c.document_id"
                      + " WHERE c.version <> d.version"))
          .as("chunks of the version before")
          .isZero();
      assertThat(StoredChunks.of(node.dataDir())).isEqualTo(before);
      node.stop();
    } finally {
      node.close();
    }
  }

  private static long count(Node node, String query) throws Exception {
    return StoredChunks.count(node.dataDir(), query);
  }

  @Test
  void doesEveryKindAndWhatIsScheduled() throws Exception {
    Path overlay = folder.resolve("groundwire.yaml");
    Files.writeString(
        overlay,
        """
        jobs:
          schedules:
            - name: often
              kind: cleanup
              every: 2s
            - name: nightly
              kind: retention
              workspace: default
              every: 24h
              at: "03:00"
              arguments: {olderThanDays: 365, of: [conversations]}
        """);
    try (Node node = Launch.on(folder.resolve("data")).start("--config", overlay.toString())) {
      Api api = node.api();
      UUID kept = api.ready("first.txt", "The lantern hums at dusk.".getBytes(UTF_8));
      api.ready("second.txt", "the lantern   HUMS at dusk!".getBytes(UTF_8));
      JsonObject found = succeeded(api, submit(api, job("dedupe")));
      assertThat(found.getJsonObject("result").getInteger("duplicates")).isEqualTo(1);
      succeeded(api, submit(api, job("dedupe").put("remove", true)));
      assertThat(api.all(Api.WORKSPACE + "/documents"))
          .singleElement()
          .satisfies(
              left -> assertThat(((JsonObject) left).getString("id")).isEqualTo(kept.toString()));
      assertThat(hits(api, "lantern")).hasSize(1);
      JsonObject compared = succeeded(api, submit(api, job("reindex")));
      assertThat(compared.getJsonObject("result").getInteger("compared")).isEqualTo(1);
      succeeded(api, submit(api, job("rebuild").put("documentIds", List.of(kept.toString()))));
      assertThat(hits(api, "lantern")).hasSize(1);
      succeeded(
          api,
          submit(
              api,
              job("retention")
                  .put("olderThanDays", 1)
                  .put("of", List.of("documents", "conversations"))));
      assertThat(hits(api, "lantern")).as("it is young").hasSize(1);
      await(
          api,
          "/api/v1/jobs?kind=cleanup&state=succeeded",
          listed -> listed.getJsonArray("items").encode().contains("\"schedule\":\"often\""));
      assertThat(api.get("/api/v1/jobs/schedules").expect(200).json().getJsonArray("items"))
          .hasSize(2);
      node.stop();
    }
  }
}
