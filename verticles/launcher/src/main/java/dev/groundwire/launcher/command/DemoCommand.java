package dev.groundwire.launcher.command;

import dev.groundwire.launcher.client.GroundwireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole product in a minute, on a handbook of a company that does not exist. */
@Command(
    name = "demo",
    description = "Start everything, take in sample documents, ask a question, keep serving.")
final class DemoCommand implements Callable<Integer> {
  private static final Duration STALL = Duration.ofMinutes(5);
  private static final String WORKSPACE = "default";
  private static final int UPLOADS = 4;

  private final Invocation invocation;

  @Option(
      names = "--question",
      paramLabel = "TEXT",
      defaultValue = "How long is the battery of the Tern 3 covered by the warranty?",
      description = "what to ask (default: ${DEFAULT-VALUE})")
  private String question = "";

  @Option(names = "--exit", description = "end after the answer instead of serving on")
  private boolean exit;

  DemoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Setup setup = invocation.setup();
    Terminal terminal = setup.terminal();
    LogSettings.quiet(setup);
    terminal.note("Starting Groundwire ...");
    try (Server server =
            Server.running(setup)
                .orElseGet(() -> Server.own(setup, setup.environment(), () -> {}));
        GroundwireClient client = server.client(STALL)) {
      terminal.note(
          (server.isOwn() ? "Ready at " : "Using the Groundwire that runs at ") + server.url());
      List<UUID> documents = load(client, setup);
      terminal.note("\nQuestion: " + question + "\n");
      new AnswerPrinter(client, terminal).printText(WORKSPACE, question, documents);
      if (server.isOwn() && exit) {
        return 0;
      }
      terminal.note("\nAsk more at " + server.url());
      if (server.isOwn()) {
        terminal.note("Serving until Ctrl-C ...");
        server.serve();
      }
      return 0;
    }
  }

  private static List<UUID> load(GroundwireClient client, Setup setup)
      throws IOException, InterruptedException {
    List<LoadedDocument> loaded;
    try (ProgressLine line = new ProgressLine(setup.terminal(), setup.clock())) {
      loaded =
          new DocumentLoader(client, WORKSPACE, UPLOADS, STALL).load(DemoCorpus.uploads(), line);
    }
    for (LoadedDocument document : loaded) {
      document
          .error()
          .ifPresent(why -> setup.terminal().note(document.name() + " was not read: " + why));
    }
    long known = loaded.stream().filter(LoadedDocument::duplicate).count();
    if (known > 0) {
      setup.terminal().note(known + " of " + loaded.size() + " documents were there already");
    }
    List<UUID> ready =
        loaded.stream()
            .filter(document -> document.error().isEmpty())
            .flatMap(document -> document.id().stream())
            .distinct()
            .toList();
    if (ready.isEmpty()) {
      throw new UserFailure(UserFailure.BAD_DOCUMENT, "None of the sample documents was read");
    }
    return ready;
  }
}
