package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is killed while documents come in: afterwards all are ready, and chunks, vectors and
 * index are those of a run that nobody disturbed. {@code GROUNDWIRE_SEED} repeats a run.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillIT {
  private static final int DOCUMENTS = 200;
  private static final int KILLS = 5;
  private static final int LAST_KILL = 170;
  private static final Duration UPLOADS = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long SEED =
      Optional.ofNullable(System.getenv("GROUNDWIRE_SEED"))
          .map(Long::valueOf)
          .orElseGet(System::nanoTime);
  private static final List<GeneratedDocument> WORK = GeneratedDocument.several(DOCUMENTS, SEED);

  @TempDir static Path folder;
  private static Map<String, String> undisturbed = Map.of();

  private final Random random = new Random(SEED);

  @BeforeAll
  static void runUndisturbed() throws InterruptedException, SQLException {
    System.err.println("GROUNDWIRE_SEED=" + SEED);
    try (Node node = launch("undisturbed").start();
        Uploading uploads = new Uploading(new Running(node), WORK)) {
      uploads.finish(UPLOADS);
      Readiness.await(node, DOCUMENTS);
      undisturbed = StoredChunks.of(node.dataDir());
      assertThat(uploads.refusals()).isEmpty();
      node.stop();
    }
    assertThat(undisturbed).hasSizeGreaterThan(2 * DOCUMENTS);
  }

  private static Launch launch(String name) {
    return Launch.on(folder.resolve(name))
        .with("INGESTION_CHUNK_TOKENS", "64")
        .with("INGESTION_OVERLAP_TOKENS", "8");
  }

  @Test
  void survivesKillsOfTheWholeProcess() throws Exception {
    Launch launch = launch("killed");
    Node node = launch.start();
    Running running = new Running(node);
    try (Uploading uploads = new Uploading(running, WORK)) {
      for (int moment : moments(KILLS)) {
        Readiness.await(node, moment);
        node.kill();
        killDuringTheStart(launch);
        node = launch.start();
        running.replace(node);
      }
      uploads.finish(UPLOADS);
      Readiness.await(node, DOCUMENTS);
      assertLikeUndisturbed(node);
      node.stop();
    } finally {
      node.close();
    }
  }

  /** A start that is killed halfway hinders the next one no more than a kill at any other time. */
  private void killDuringTheStart(Launch launch) throws InterruptedException {
    if (random.nextBoolean()) {
      return;
    }
    String moment = random.nextBoolean() ? "postgres started" : "embedding model loaded";
    try (Child child = launch.run("start")) {
      assertThat(child.err().await(line -> line.contains(moment), PATIENCE))
          .as(child::said)
          .isPresent();
      child.kill();
    }
  }

  @Test
  void survivesKillsOfItsDatabase() throws Exception {
    try (Node node = launch("database-killed").start();
        Uploading uploads = new Uploading(new Running(node), WORK)) {
      boolean whole = true;
      for (int moment : moments(KILLS - 1)) {
        Readiness.await(node, moment);
        (whole ? postmaster(node.dataDir()) : backend(node.dataDir())).destroyForcibly();
        whole = !whole;
      }
      uploads.finish(UPLOADS);
      Readiness.await(node, DOCUMENTS);
      assertThat(uploads.refusals()).isSubsetOf(503);
      assertLikeUndisturbed(node);
      node.stop();
    }
  }

  /** Numbers of ready documents at which to strike, rising. */
  private List<Integer> moments(int count) {
    return Stream.generate(() -> random.nextInt(LAST_KILL)).limit(count).sorted().toList();
  }

  private static ProcessHandle postmaster(Path dataDir) throws IOException {
    Path pidFile = dataDir.resolve("postgres/cluster/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static ProcessHandle backend(Path dataDir) throws SQLException {
    long pid =
        StoredChunks.count(
            dataDir,
            "SELECT pid FROM pg_stat_activity WHERE usename = 'groundwire'"
                + " ORDER BY state_change DESC LIMIT 1");
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static void assertLikeUndisturbed(Node node)
      throws SQLException, IOException, InterruptedException {
    Map<String, String> chunks = StoredChunks.of(node.dataDir());
    assertThat(chunks.keySet()).isEqualTo(undisturbed.keySet());
    undisturbed.forEach((key, chunk) -> assertThat(chunks.get(key)).as(key).isEqualTo(chunk));
    assertThat(
            StoredChunks.count(
                node.dataDir(), "SELECT count(*) FROM event_delivery" + " WHERE state = 'dead'"))
        .isZero();
    Map<String, List<String>> ids = StoredChunks.idsByDocument(node.dataDir());
    for (GeneratedDocument document : WORK) {
      assertThat(found(node.api(), document.marker()))
          .as("chunks of %s in the index", document.name())
          .containsExactlyInAnyOrderElementsOf(ids.get(sha256(document.content())));
    }
  }

  private static List<String> found(Api api, String marker)
      throws IOException, InterruptedException {
    JsonObject query =
        new JsonObject().put("query", marker).put("mode", "lexical").put("limit", 100);
    return api
        .post(Api.WORKSPACE + "/search", query)
        .expect(200)
        .json()
        .getJsonArray("hits")
        .stream()
        .map(hit -> ((JsonObject) hit).getString("chunkId"))
        .toList();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
