package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import dev.groundwire.testing.nats.NatsFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * NATS is away while documents come in: all are taken, and ready once it is back. A long run:
 * {@code GROUNDWIRE_OUTAGE_DOCUMENTS=500 GROUNDWIRE_OUTAGE_SECONDS=60}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NatsOutageIT {
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();

  private static final int DOCUMENTS = setting("GROUNDWIRE_OUTAGE_DOCUMENTS", 60);
  private static final Duration OUTAGE =
      Duration.ofSeconds(setting("GROUNDWIRE_OUTAGE_SECONDS", 10));
  private static final int READY_BEFORE = 5;
  private static final Duration UPLOADS = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final long SEED = 11;
  private static final String EVENTS_TOLD_TWICE =
      "SELECT count(*) FROM (SELECT FROM outbox WHERE type LIKE 'document.%'"
          + " GROUP BY key, type HAVING count(*) > 1) AS twice";
  private static final String CHUNKS_ASTRAY =
      "SELECT count(*) FROM document d WHERE d.chunks <>"
          + " (SELECT count(*) FROM chunk c WHERE c.document_id = d.id)";

  @TempDir static Path folder;

  private static int setting(String name, int otherwise) {
    return Optional.ofNullable(System.getenv(name)).map(Integer::valueOf).orElse(otherwise);
  }

  @Test
  void takesEveryUploadWhileNatsIsAwayAndLosesNone() throws Exception {
    Launch launch = Launch.on(folder.resolve("data")).with("NATS_URL", NATS.url());
    List<GeneratedDocument> work = GeneratedDocument.several(DOCUMENTS, SEED);
    try (Node node = launch.start()) {
      awaitHealth(node, "healthy");
      try (Uploading first = new Uploading(new Running(node), work.subList(0, READY_BEFORE))) {
        first.finish(UPLOADS);
        Readiness.await(node, READY_BEFORE);
      }

      try (Uploading uploads =
          new Uploading(new Running(node), work.subList(READY_BEFORE, DOCUMENTS))) {
        NATS.server().stop();
        long away = System.nanoTime();
        awaitHealth(node, "degraded");
        uploads.finish(UPLOADS);
        assertThat(uploads.refusals()).isEmpty();
        long left = OUTAGE.toNanos() - (System.nanoTime() - away);
        if (left > 0) {
          Pause.real().of(Duration.ofNanos(left));
        }
        assertThat(health(node)).isEqualTo("degraded");
        NATS.server().start();
      }

      Readiness.await(node, DOCUMENTS);
      awaitHealth(node, "healthy");
      assertNothingTwice(node);
      node.stop();
    }
  }

  private static void assertNothingTwice(Node node)
      throws SQLException, IOException, InterruptedException {
    JsonArray documents = node.api().all(Api.WORKSPACE + "/documents");
    assertThat(documents).hasSize(DOCUMENTS);
    assertThat(
            documents.stream().map(document -> ((JsonObject) document).getString("name")).toList())
        .doesNotHaveDuplicates();
    assertThat(StoredChunks.count(node.dataDir(), EVENTS_TOLD_TWICE)).isZero();
    assertThat(StoredChunks.count(node.dataDir(), CHUNKS_ASTRAY)).isZero();
  }

  private static String health(Node node) throws IOException, InterruptedException {
    return node.api().get("/health").expect(200).json().getString("status");
  }

  private static void awaitHealth(Node node, String wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String found = health(node);
    while (!found.equals(wanted)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still " + found + " and not " + wanted);
      }
      Pause.real().of(STEP);
      found = health(node);
    }
  }
}
