package dev.groundwire.launcher.eval;

import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.command.DocumentLoader;
import dev.groundwire.launcher.command.ProgressLine;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Loads a collection into a running Groundwire and measures every search mode on it. */
public final class Evaluation {
  private static final String WORKSPACE = "default";
  private static final int UPLOADS = 8;
  private static final Duration STALL = Duration.ofMinutes(10);
  private static final List<SearchMode> MODES =
      List.of(SearchMode.LEXICAL, SearchMode.DENSE, SearchMode.HYBRID);

  private final GroundwireClient client;
  private final Supplier<ProgressLine> lines;

  /**
   * @param lines a new line for each stage
   */
  public Evaluation(GroundwireClient client, Supplier<ProgressLine> lines) {
    this.client = client;
    this.lines = lines;
  }

  public Report run(BeirCollection collection, String split)
      throws IOException, InterruptedException {
    LoadedCollection loaded;
    try (ProgressLine line = lines.get()) {
      DocumentLoader loader = new DocumentLoader(client, WORKSPACE, UPLOADS, STALL);
      loaded = new CollectionLoad(loader).load(collection, line);
      report(loaded, line);
    }
    Map<String, Figures> figures = new LinkedHashMap<>();
    SearchRun search = new SearchRun(client, WORKSPACE, loaded);
    for (SearchMode mode : MODES) {
      try (ProgressLine line = lines.get()) {
        figures.put(mode.text(), measure(collection, search, mode, line));
      }
    }
    return new Report(
        collection.directory().toString(),
        split,
        loaded.size(),
        loaded.empty(),
        loaded.failed(),
        collection.judgements().size(),
        figures);
  }

  private static Figures measure(
      BeirCollection collection, SearchRun search, SearchMode mode, ProgressLine line)
      throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    int all = collection.queries().size();
    Map<String, Map<String, Double>> results =
        search.run(
            collection.queries(),
            mode,
            () -> {
              int now = done.incrementAndGet();
              line.show((double) now / all, mode.text() + " " + now + "/" + all + " queries");
            });
    line.finish(1, mode.text() + " " + all + "/" + all + " queries");
    return RankingMetrics.average(collection.judgements(), results);
  }

  private static void report(LoadedCollection loaded, ProgressLine line) {
    if (!loaded.empty().isEmpty()) {
      line.note("Left out, no text: " + some(loaded.empty()));
    }
    loaded.failed().forEach((id, why) -> line.note("Not loaded: " + id + ": " + why));
  }

  private static String some(List<String> ids) {
    return ids.size() <= 10
        ? String.join(", ", ids)
        : String.join(", ", ids.subList(0, 10)) + " and " + (ids.size() - 10) + " more";
  }
}
