package dev.groundwire.loadtests.streams;

import dev.groundwire.embedding.LocalModel;
import dev.groundwire.embedding.LocalModelCard;
import dev.groundwire.loadtests.Options;
import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.Prose;
import dev.groundwire.loadtests.Report;
import dev.groundwire.loadtests.VectorLibrary;
import dev.groundwire.loadtests.Waiting;
import dev.groundwire.loadtests.WorkFolder;
import dev.groundwire.testing.program.LoopbackServer;
import dev.groundwire.testing.provider.ProviderProgram;
import dev.groundwire.testing.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One, two and three nodes that are one Groundwire, on one PostgreSQL with pgvector and one Redis:
 * the searches and the tokens they bring at most, and what each costs. The same callers ask however
 * many nodes there are. With a share each node is kept to a part of a processor as well, as nodes
 * bring more only where there are processors for them.
 */
public final class NodesBenchmark {
  private static final int PROVIDER_HEAP = 384;
  private static final int SEARCHERS = 12;
  private static final int READERS = 240;
  private static final int TOKENS = 200;
  private static final String SCRIPT = "gap=20ms,tokens=" + TOKENS;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration INDEXED = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final NodeGroup nodes;
  private final VectorLibrary library;
  private final Supplier<String> questions;
  private final Duration window;
  private final Report report = new Report("nodes");
  private final Map<String, Double> ofOne = new HashMap<>();

  private NodesBenchmark(
      NodeGroup nodes, VectorLibrary library, Supplier<String> questions, Duration window) {
    this.nodes = nodes;
    this.library = library;
    this.questions = questions;
    this.window = window;
  }

  /**
   * @param arguments {@code [--nodes 3] [--chunks 20000] [--seconds 20] [--share 30]}; the share is
   *     in percent of a processor, 0 measures without one only
   */
  public static void main(String... arguments) throws Exception {
    Options options = new Options(arguments);
    int chunks = options.number("chunks", 20_000);
    WorkFolder work = WorkFolder.create("nodes");
    try (VectorLibrary library =
            VectorLibrary.create(work.data(), chunks, model(work.path().resolve("models")));
        LoopbackServer redis = RedisServer.create();
        Part provider =
            Part.java(
                "provider",
                work.path(),
                PROVIDER_HEAP,
                ProviderProgram.class,
                "--tick-us",
                "1000");
        NodeGroup nodes = started(work, library, redis, provider)) {
      Waiting.until("all chunks indexed", INDEXED, LOOK, () -> library.count("passage") >= chunks);
      library.vacuum();
      Prose prose = Prose.of(4);
      new NodesBenchmark(
              nodes,
              library,
              () -> {
                synchronized (prose) {
                  return prose.question();
                }
              },
              Duration.ofSeconds(options.number("seconds", 20)))
          .run(options.number("nodes", 3), options.number("share", 30), chunks);
    }
    work.delete();
  }

  /** As the nodes write it beside each vector. */
  private static String model(Path folder) throws Exception {
    try (LocalModel model = LocalModel.open(LocalModelCard.BGE_SMALL_EN, 1, folder)) {
      return model.description().model();
    }
  }

  private static NodeGroup started(
      WorkFolder work, VectorLibrary library, LoopbackServer redis, Part provider)
      throws IOException, InterruptedException {
    redis.start();
    NodeGroup nodes = new NodeGroup(work.path(), provider.address(), library.login(), redis.url());
    nodes.grow();
    return nodes;
  }

  private void run(int most, int share, int chunks) throws IOException, InterruptedException {
    boolean held = share > 0 && ProcessorShare.isPossible();
    for (int count = 1; count <= most; count++) {
      if (nodes.size() < count) {
        nodes.grow();
      }
      Callers.run(nodes.searches(questions), SEARCHERS, WARM_UP);
      Callers.run(nodes.asks(SCRIPT), READERS, WARM_UP);
      measure("");
      if (held) {
        nodes.hold(share);
        measure(" at " + share + " %");
        nodes.release();
      }
    }
    report.note(
        "%,d chunks; %d callers search with different questions, then %d ask and read answers of %d tokens, 20 ms apart at most; each calls again when it is answered."
            .formatted(chunks, SEARCHERS, READERS, TOKENS));
    if (held) {
      report.note("At %d %%: each node is kept to that share of a processor.".formatted(share));
    } else if (share > 0) {
      report.note("This process may not keep others to a share of a processor: not measured.");
    }
    report.print(System.out);
  }

  private void measure(String kept) throws IOException, InterruptedException {
    String who = nodes.size() + (nodes.size() == 1 ? " node" : " nodes") + kept + ": ";
    row(who, "searches", kept, 1, nodes.searches(questions), SEARCHERS);
    row(who, "tokens", kept, TOKENS, nodes.asks(SCRIPT), READERS);
  }

  private void row(
      String who, String what, String kept, int each, List<Supplier<Target>> servers, int callers)
      throws IOException, InterruptedException {
    long cpu = nodes.cpuNanos();
    long database = library.processorTime().toNanos();
    long begun = System.nanoTime();
    Callers done = Callers.run(servers, callers, window);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double units = done.perSecond() * each * seconds;
    double perSecond = done.perSecond() * each;
    report.figure(who + what, perSecond, what + "/s");
    report.ratio(
        who + what + " : one node", perSecond / ofOne.computeIfAbsent(what + kept, k -> perSecond));
    report.figure(who + "p95 of a whole call", done.high(), "ms");
    report.figure(
        who + "processor of the nodes for each", (nodes.cpuNanos() - cpu) / units / 1e3, "us");
    report.figure(
        who + "processor of the database for each",
        (library.processorTime().toNanos() - database) / units / 1e3,
        "us");
  }
}
