package dev.groundwire.loadtests;

import dev.groundwire.launcher.client.EventStream;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.ServerSentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From a question to the first words of its answer, without a language model. */
public final class FirstDeltaBenchmark {
  private static final int QUESTIONS = 200;
  private static final int WARM_UP = 40;

  private FirstDeltaBenchmark() {}

  public static void main(String... arguments) throws Exception {
    WorkFolder work = WorkFolder.create("first-delta");
    try (RunningNode node = RunningNode.start(work.data(), Duration.ofSeconds(90))) {
      node.loadDemo();
      try (GroundwireClient client = node.client()) {
        measure(node, client);
      }
    }
    work.delete();
  }

  private static void measure(RunningNode node, GroundwireClient client)
      throws IOException, InterruptedException {
    Prose questions = Prose.of(5);
    Latencies first = new Latencies(QUESTIONS);
    Latencies whole = new Latencies(QUESTIONS);
    Latencies health = new Latencies(QUESTIONS);
    int cited = 0;
    Duration processor = Duration.ZERO;
    for (int i = -WARM_UP; i < QUESTIONS; i++) {
      if (i == 0) {
        processor = node.tree().processorTime();
      }
      Answer answer = ask(client, questions.questionOnPapers() + " (" + (i + WARM_UP) + ")");
      long begun = System.nanoTime();
      node.calls().get("/health");
      long end = System.nanoTime();
      if (i >= 0) {
        first.add(answer.toFirstDelta());
        whole.add(answer.toEnd());
        health.add(end - begun);
        cited += answer.cited() ? 1 : 0;
      }
    }
    Duration spent = node.tree().processorTime().minus(processor);
    Report report = new Report("first-delta");
    report.figure("question to first delta, p50", first.percentile(0.5), "ms");
    report.atMost("question to first delta, p95", first.percentile(0.95), "ms", 300);
    report.figure("question to first delta, p99", first.percentile(0.99), "ms");
    report.figure("question to the end of the answer, p95", whole.percentile(0.95), "ms");
    report.figure("processor time of an answer and a GET", spent.toNanos() / 1e6 / QUESTIONS, "ms");
    report.figure("bare: GET /health, p50", health.percentile(0.5), "ms");
    report.figure("bare: GET /health, p95", health.percentile(0.95), "ms");
    report.ratio("first delta : GET /health, p50", ratio(first, health, 0.5));
    report.ratio("first delta : GET /health, p95", ratio(first, health, 0.95));
    report.note(
        "%d different questions by one user on the demo's papers, %d of the answers cited; %d before"
                .formatted(QUESTIONS, cited, WARM_UP)
            + " them warmed up.");
    report.print(System.out);
  }

  private static double ratio(Latencies ours, Latencies bare, double share) {
    return ours.percentile(share) / bare.percentile(share);
  }

  private record Answer(long toFirstDelta, long toEnd, boolean cited) {}

  private static Answer ask(GroundwireClient client, String question)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long delta = -1;
    boolean cited = false;
    try (EventStream events = client.ask(RunningNode.WORKSPACE, question, List.of())) {
      Optional<ServerSentEvent> event = events.next();
      while (event.isPresent()) {
        String type = event.get().type();
        if (type.equals("delta") && delta < 0) {
          delta = System.nanoTime() - begun;
        }
        if (type.equals("error")) {
          throw new IOException(question + " was answered " + event.get().data());
        }
        cited |= type.equals("citation");
        event = events.next();
      }
    }
    if (delta < 0) {
      throw new IOException(question + " was answered without a word");
    }
    return new Answer(delta, System.nanoTime() - begun, cited);
  }
}
