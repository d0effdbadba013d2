package dev.groundwire.launcher.command;

import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.eval.BeirCollection;
import dev.groundwire.launcher.eval.Evaluation;
import dev.groundwire.launcher.eval.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How good the search is, in figures that others publish too. */
@Command(
    name = "eval",
    description = {
      "Load a collection in BEIR's layout and print nDCG@10, Recall@10 and Recall@100.",
      "Runs a Groundwire of its own on a temporary data directory."
    })
final class EvalCommand implements Callable<Integer> {
  private static final Duration BUSY = Duration.ofMinutes(30);

  private final Invocation invocation;

  @Parameters(
      paramLabel = "DIR",
      description = "holds corpus.jsonl[.gz], queries.jsonl[.gz] and qrels/SPLIT.tsv")
  private Path directory = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "which judgements (default: ${DEFAULT-VALUE})")
  private String split = "test";

  @Option(names = "--limit-queries", paramLabel = "N", description = "only the first N queries")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--keep", description = "keep the temporary data directory and say where it is")
  private boolean keep;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "use this data directory, and what an earlier run loaded into it")
  private @Nullable Path dataDirectory;

  @Option(names = "--json", description = "print the figures as JSON")
  private boolean json;

  EvalCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 1) {
      throw new UserFailure("--limit-queries is not a positive number: " + limit);
    }
    Setup setup = invocation.setup();
    Terminal terminal = setup.terminal();
    BeirCollection collection = BeirCollection.open(directory, split, limit);
    LogSettings.quiet(setup);
    boolean temporary = dataDirectory == null;
    Path data =
        dataDirectory == null ? Files.createTempDirectory("groundwire-eval-") : dataDirectory;
    Runnable afterwards = temporary && !keep ? new DirectoryRemoval(data) : () -> {};
    terminal.note("Starting Groundwire on " + data + " ...");
    Report report;
    try (Server server = Server.own(setup, setup.apart(data), afterwards);
        GroundwireClient client = server.client(BUSY)) {
      report =
          new Evaluation(client, () -> new ProgressLine(terminal, setup.clock()))
              .run(collection, split);
    }
    terminal.out().println(json ? report.json() : report.table());
    if (temporary && keep) {
      terminal.note("Kept: run again with --data-dir " + data);
    }
    return report.failed().isEmpty() ? 0 : UserFailure.BAD_DOCUMENT;
  }
}
