package dev.groundwire.launcher.command;

import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.Upload;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One question about one's own files. */
@Command(
    name = "ask",
    description = {
      "Ask a question about your files, or about what a workspace holds.",
      "The answer goes to standard output, everything else to standard error."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:answered", "1:failed", "2:a file could not be read", "64:wrong usage"})
final class AskCommand implements Callable<Integer> {
  private static final Duration STALL = Duration.ofMinutes(10);
  private static final Duration BUSY = Duration.ofMinutes(5);
  private static final int UPLOADS = 4;

  private final Invocation invocation;

  @Parameters(paramLabel = "QUESTION", description = "the question, in quotes")
  private String question = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "a file to answer from, again for more; without any, the whole workspace")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "NAME",
      defaultValue = "default",
      description = "where the files go (default: ${DEFAULT-VALUE})")
  private String workspace = "default";

  @Option(names = "--json", description = "print the whole answer as JSON")
  private boolean json;

  AskCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws FileNotFoundException, InterruptedException {
    Setup setup = invocation.setup();
    List<Upload> uploads = uploads();
    LogSettings.quiet(setup);
    try (Server server =
            Server.running(setup)
                .orElseGet(() -> Server.own(setup, setup.onFreePorts(), () -> {}));
        GroundwireClient client = server.client(BUSY)) {
      List<UUID> documents = uploads.isEmpty() ? List.of() : load(client, uploads);
      AnswerPrinter printer = new AnswerPrinter(client, setup.terminal());
      if (json) {
        printer.printJson(workspace, question, documents);
      } else {
        printer.printText(workspace, question, documents);
      }
      return 0;
    }
  }

  private List<Upload> uploads() throws FileNotFoundException {
    List<Upload> uploads = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new UserFailure(
            UserFailure.BAD_DOCUMENT,
            "--file " + file + " is no readable file; name one that you can open");
      }
      uploads.add(Upload.file(file));
    }
    return uploads;
  }

  private List<UUID> load(GroundwireClient client, List<Upload> uploads)
      throws InterruptedException {
    List<LoadedDocument> loaded;
    try (ProgressLine line = new ProgressLine(invocation.terminal(), invocation.setup().clock())) {
      loaded = new DocumentLoader(client, workspace, UPLOADS, STALL).load(uploads, line);
    }
    List<String> failed =
        loaded.stream()
            .flatMap(it -> it.error().map(why -> named(it.name(), why)).stream())
            .toList();
    if (!failed.isEmpty()) {
      throw new UserFailure(UserFailure.BAD_DOCUMENT, String.join("; ", failed));
    }
    return loaded.stream().flatMap(it -> it.id().stream()).distinct().toList();
  }

  /** The server names the file where a request may hold several; once is enough. */
  private static String named(String name, String why) {
    return why.startsWith(name) ? why : name + ": " + why;
  }
}
