package dev.groundwire.loadtests;

import dev.groundwire.loadtests.ProcessTree.Memory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** From the start of the process to ready, and the memory of the whole process tree. */
public final class StartupBenchmark {
  private static final int FIRST_STARTS = 3;
  private static final int LATER_STARTS = 5;
  private static final int QUESTIONS = 10;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Report report = new Report("startup");
  private final List<Double> bare = new ArrayList<>();
  private double bareMemory;

  private StartupBenchmark() {}

  public static void main(String... arguments) throws Exception {
    new StartupBenchmark().run();
  }

  private void run() throws Exception {
    WorkFolder work = WorkFolder.create("startup");
    double[] first = new double[FIRST_STARTS];
    for (int i = 0; i < FIRST_STARTS; i++) {
      startBare();
      try (RunningNode node = RunningNode.start(work.path().resolve("data-" + i), DEADLINE)) {
        first[i] = node.secondsToReady();
        if (i == FIRST_STARTS - 1) {
          measureMemory(node);
        }
      }
    }
    double[] later = new double[LATER_STARTS];
    Path used = work.path().resolve("data-" + (FIRST_STARTS - 1));
    for (int i = 0; i < LATER_STARTS; i++) {
      startBare();
      try (RunningNode node = RunningNode.start(used, DEADLINE)) {
        later[i] = node.secondsToReady();
      }
    }
    double bareSeconds = Latencies.median(doubles(bare));
    report.atMost("first start, empty data folder: median of 3", Latencies.median(first), "s", 15);
    report.atMost(
        "later start, with the demo's papers: median of 5", Latencies.median(later), "s", 8);
    report.atMost("later start: slowest of 5", Arrays.stream(later).max().orElseThrow(), "s", 8);
    report.figure("bare: a JVM that answers 200, median of 8", bareSeconds, "s");
    report.ratio("later start : bare", Latencies.median(later) / bareSeconds);
    report.print(System.out);
    work.delete();
  }

  /** A JVM without any of our code or options, started the same way. */
  private void startBare() throws IOException {
    int port = RunningNode.freePort();
    String java = ProcessHandle.current().info().command().orElse("java");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("groundwire.benchmarks", "target/classes"),
                BareServer.class.getName(),
                Integer.toString(port))
            .inheritIO()
            .start();
    try (Calls calls = new Calls(URI.create("http://127.0.0.1:" + port))) {
      Waiting.until(
          "an answer of the bare server",
          DEADLINE,
          Duration.ofMillis(5),
          () -> calls.answers200(calls.server()));
      bare.add((System.nanoTime() - begun) / 1e9);
      bareMemory = new ProcessTree(process.toHandle(), Path.of("/nowhere")).memory().resident();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Looks several times a second, as parsers come and go. */
  private void measureMemory(RunningNode node) throws Exception {
    AtomicReference<Memory> highest = new AtomicReference<>(Memory.NONE);
    try (ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor()) {
      ScheduledFuture<?> looking =
          watch.scheduleAtFixedRate(
              () -> highest.accumulateAndGet(node.tree().memory(), Memory::highest),
              0,
              300,
              TimeUnit.MILLISECONDS);
      node.loadDemo();
      Prose questions = Prose.of(6);
      for (int i = 0; i < QUESTIONS; i++) {
        node.calls().search(RunningNode.WORKSPACE, questions.questionOnPapers(), 10);
      }
      looking.cancel(false);
    }
    Memory after = node.tree().memory();
    Memory most = highest.get().highest(after);
    report.atMost("memory with the demo's papers: resident, highest", most.resident(), "MB", 1500);
    report.figure("the same, shared pages counted once, highest", most.proportional(), "MB");
    report.figure("resident afterwards", after.resident(), "MB");
    report.figure("shared pages counted once, afterwards", after.proportional(), "MB");
    report.figure("bare: resident", bareMemory, "MB");
    report.ratio("resident, highest : bare", most.resident() / bareMemory);
    report.note("The tree had up to %d processes.".formatted(most.processes()));
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
