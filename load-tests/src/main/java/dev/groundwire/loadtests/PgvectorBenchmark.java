package dev.groundwire.loadtests;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.launcher.AppConfig;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.retrieval.Backend;
import dev.groundwire.retrieval.RetrievalConfig;
import dev.groundwire.retrieval.RetrievalVerticle;
import dev.groundwire.retrieval.RetrievalWiring;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Search in the database: hybrid, in one workspace of many chunks, against the same statements in a
 * plain session; and how many of the nearest vectors the graph finds. {@code --chunks 100000}
 */
public final class PgvectorBenchmark {
  private static final int QUESTIONS = 500;
  private static final int WARM_UP = 300;
  private static final int COMPARED = 200;
  private static final int HITS = 10;
  private static final Duration INDEXED = Duration.ofMinutes(40);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private PgvectorBenchmark() {}

  public static void main(String... arguments) throws Exception {
    int chunks = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 100_000;
    WorkFolder work = WorkFolder.create("pgvector");
    Report report = new Report("pgvector");
    AppConfig config = AppConfig.load(Map.of(), Optional.empty());
    try (VectorLibrary library = VectorLibrary.create(work.data(), chunks, GivenVectors.MODEL)) {
      Vertx vertx = Vertx.vertx();
      BusCodecs.register(vertx.eventBus());
      PostgresLogin login = library.login();
      Pool pool = ConnectionPool.open(vertx, login.connectOptions(), config.database());
      GivenVectors vectors = new GivenVectors();
      deploy(vertx, vectors);
      Timed indexing =
          Timed.run(() -> {
            deploy(vertx, room(config.retrieval(), new Database(pool), login));
            Waiting.until(
                "all chunks indexed",
                INDEXED,
                Duration.ofMillis(500),
                () -> library.count("passage") == chunks);
          });
      report.figure(
          "indexed by one node, one document at a time", chunks / indexing.wall(), "chunks/s");
      library.vacuum();
      try (BareSql bare = BareSql.open(library, config.retrieval())) {
        measure(report, new Bus(vertx), vectors, bare, library.tenant());
        recall(report, new Bus(vertx), vectors, bare, library.tenant());
      }
      report.figure("tables and indexes of the index", library.megabytes(), "MB");
      report.note(
          "%,d chunks in one workspace. Vectors of questions are given, not embedded."
                  .formatted(chunks)
              + " %d questions warmed both up; each of %d was asked of both."
                  .formatted(WARM_UP, QUESTIONS));
      pool.close().await(10, TimeUnit.SECONDS);
      vertx.close().await(60, TimeUnit.SECONDS);
    }
    report.print(System.out);
    work.delete();
  }

  private static void deploy(Vertx vertx, Deployable room) {
    vertx
        .deployVerticle(
            room, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }

  private static RetrievalVerticle room(
      RetrievalConfig config, Database database, PostgresLogin login) {
    return new RetrievalVerticle(
        config,
        new RetrievalWiring(
            Backend.PGVECTOR,
            Path.of("unused"),
            database,
            database,
            login.connectOptions(),
            new Outbox(Clock.systemUTC(), Identifiers.timeOrdered()),
            Clock.systemUTC()));
  }

  private static void measure(
      Report report, Bus bus, GivenVectors vectors, BareSql bare, Tenant tenant) throws Exception {
    Prose prose = Prose.of(4);
    Latencies ours = new Latencies(QUESTIONS);
    Latencies direct = new Latencies(QUESTIONS);
    for (int i = -WARM_UP; i < QUESTIONS; i++) {
      String asked = prose.question();
      float[] vector = bare.someVector();
      vectors.give(asked, vector);
      BareSql.Words words = bare.words(asked);
      long begun = System.nanoTime();
      List<Passage> found = search(bus, tenant, asked, SearchMode.HYBRID);
      long between = System.nanoTime();
      bare.search(vector, words, HITS);
      long end = System.nanoTime();
      if (found.size() != HITS) {
        throw new IllegalStateException("only " + found.size() + " passages were found");
      }
      if (i >= 0) {
        ours.add(between - begun);
        direct.add(end - between);
      }
    }
    report.figure("hybrid search over the bus, p50", ours.percentile(0.5), "ms");
    report.figure("hybrid search over the bus, p95", ours.percentile(0.95), "ms");
    report.figure("the same statements in a plain session, p50", direct.percentile(0.5), "ms");
    report.figure("the same statements in a plain session, p95", direct.percentile(0.95), "ms");
    report.ratio("search : bare SQL, p50", ours.percentile(0.5) / direct.percentile(0.5));
    report.ratioAtMost(
        "search : bare SQL, p95", ours.percentile(0.95) / direct.percentile(0.95), 1.3);
  }

  private static void recall(
      Report report, Bus bus, GivenVectors vectors, BareSql bare, Tenant tenant) throws Exception {
    int same = 0;
    for (int i = 0; i < COMPARED; i++) {
      String asked = "nearest " + i;
      float[] vector = bare.someVector();
      vectors.give(asked, vector);
      Set<UUID> nearest = new HashSet<>(bare.nearest(vector, HITS));
      for (Passage passage : search(bus, tenant, asked, SearchMode.DENSE)) {
        same += nearest.contains(passage.chunkId()) ? 1 : 0;
      }
    }
    report.ratioAtLeast("recall@10 of the graph", (double) same / (COMPARED * HITS), 0.95);
  }

  private static List<Passage> search(Bus bus, Tenant tenant, String asked, SearchMode mode) {
    return bus.request(
            RetrievalBus.FIND_PASSAGES,
            new FindPassages(tenant, asked, HITS, mode, PassageFilter.NONE, false),
            ANSWER)
        .await()
        .passages();
  }
}
