package dev.groundwire.loadtests;

import dev.groundwire.launcher.AppConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Hybrid search over HTTP in a workspace of 100,000 chunks, against the bare index and model. */
public final class SearchBenchmark {
  private static final int CHUNKS = 100_000;
  private static final int QUESTIONS = 500;
  private static final int WARM_UP = 400;
  private static final int HITS = 10;
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration INDEXED = Duration.ofMinutes(5);

  private SearchBenchmark() {}

  public static void main(String... arguments) throws Exception {
    WorkFolder work = WorkFolder.create("search");
    Path index = work.data().resolve("index");
    int candidates = AppConfig.load(Map.of(), Optional.empty()).retrieval().candidates();
    Report report = new Report("search");
    RunningNode.start(work.data(), START).close();
    try (BareModel model = BareModel.open(work.data().resolve("models"))) {
      Timed fill =
          Timed.run(
              () -> new FilledLibrary(Prose.of(3), 3, model.identity()).write(work.data(), CHUNKS));
      report.figure("rows written to the database", CHUNKS / fill.wall(), "chunks/s");
      long begun = System.nanoTime();
      try (RunningNode node = RunningNode.start(work.data(), START)) {
        report.figure("start with nothing indexed, to ready", node.secondsToReady(), "s");
        Waiting.until(
            "a commit of all chunks",
            INDEXED,
            Duration.ofMillis(250),
            () -> BareIndex.chunks(index) == CHUNKS);
        double seconds = (System.nanoTime() - begun) / 1e9;
        report.figure("indexed by that start, its own time included", CHUNKS / seconds, "chunks/s");
        try (BareIndex bare = BareIndex.open(index, model, candidates)) {
          measure(report, node, bare);
        }
        report.figure(
            "memory of the process tree afterwards", node.tree().memory().resident(), "MB");
      }
    }
    report.print(System.out);
    work.delete();
  }

  private static void measure(Report report, RunningNode node, BareIndex bare) throws Exception {
    Prose questions = Prose.of(4);
    Latencies ours = new Latencies(QUESTIONS);
    Latencies direct = new Latencies(QUESTIONS);
    int hits = 0;
    Duration processor = Duration.ZERO;
    for (int i = -WARM_UP; i < QUESTIONS; i++) {
      if (i == 0) {
        processor = node.tree().processorTime();
      }
      // One question each: a repeated one would be answered from the cache of vectors.
      String asked = questions.question();
      long begun = System.nanoTime();
      String found = node.calls().search(RunningNode.WORKSPACE, asked, HITS);
      long between = System.nanoTime();
      bare.search(asked);
      long end = System.nanoTime();
      if (i >= 0) {
        ours.add(between - begun);
        direct.add(end - between);
        hits += found.split("\"chunkId\"", -1).length - 1;
      }
    }
    Duration spent = node.tree().processorTime().minus(processor);
    report.figure("search over HTTP, p50", ours.percentile(0.5), "ms");
    report.atMost("search over HTTP, p95", ours.percentile(0.95), "ms", 50);
    report.figure("search over HTTP, p99", ours.percentile(0.99), "ms");
    report.figure("processor time of a search", spent.toNanos() / 1e6 / QUESTIONS, "ms");
    report.figure("bare embedding and index, p50", direct.percentile(0.5), "ms");
    report.figure("bare embedding and index, p95", direct.percentile(0.95), "ms");
    report.ratio("search : bare, p50", ours.percentile(0.5) / direct.percentile(0.5));
    report.ratio("search : bare, p95", ours.percentile(0.95) / direct.percentile(0.95));
    report.note(
        "%,d chunks in %d segments, %d different questions by one user, each asked of both; %.1f of"
                .formatted(CHUNKS, bare.segments(), QUESTIONS, hits / (double) QUESTIONS)
            + " %d hits found. %d questions before them warmed both up.".formatted(HITS, WARM_UP));
  }
}
