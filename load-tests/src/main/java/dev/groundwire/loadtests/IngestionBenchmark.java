package dev.groundwire.loadtests;

import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.RemoteDocument;
import dev.groundwire.launcher.client.Upload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/** Chunks a second from the upload to ready, against a bare loop over the same chunks. */
public final class IngestionBenchmark {
  private static final int ROUNDS = 3;
  private static final int DOCUMENTS = 32;
  private static final int WARM_UP = 24;
  private static final int UPLOADS = 4;
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /** After it no further round is begun: a busy machine gets fewer. */
  private static final Duration BUDGET = Duration.ofMinutes(2);

  private final Report report = new Report("ingestion");
  private final GeneratedDocuments documents;
  private final RunningNode node;
  private final BareModel bare;

  private IngestionBenchmark(GeneratedDocuments documents, RunningNode node, BareModel bare) {
    this.documents = documents;
    this.node = node;
    this.bare = bare;
  }

  public static void main(String... arguments) throws Exception {
    WorkFolder work = WorkFolder.create("ingestion");
    try (RunningNode node = RunningNode.start(work.data(), Duration.ofSeconds(90));
        BareModel bare = BareModel.open(work.data().resolve("models"))) {
      new IngestionBenchmark(new GeneratedDocuments(Prose.of(2)), node, bare).run();
    }
    work.delete();
  }

  /** One round of both: what the product took, and what the bare loop took for the same chunks. */
  private record Round(int chunks, double product, double productProcessor, Timed loop) {
    double ratio() {
      return loop.wall() / product;
    }

    double processorRatio() {
      return loop.processor() / productProcessor;
    }
  }

  private void run() throws Exception {
    round(WARM_UP);
    List<Round> rounds = new ArrayList<>();
    long end = System.nanoTime() + BUDGET.toNanos();
    for (int i = 0; i < ROUNDS && (i == 0 || System.nanoTime() < end); i++) {
      rounds.add(round(DOCUMENTS));
    }
    report.figure("chunks a round", rounds.getFirst().chunks(), "chunks");
    report.figure(
        "upload to ready", median(rounds, round -> round.chunks() / round.product()), "chunks/s");
    report.figure(
        "bare loop over the same chunks, one caller a core",
        median(rounds, round -> round.chunks() / round.loop().wall()),
        "chunks/s");
    report.ratioAtLeast("ingestion : bare loop", median(rounds, Round::ratio), 0.8);
    report.ratio(
        "ingestion : bare loop, per second of processor", median(rounds, Round::processorRatio));
    report.note(
        "%d rounds of %d documents (PDF, HTML, Markdown, text) over HTTP, each followed by the loop."
            .formatted(rounds.size(), DOCUMENTS));
    report.print(System.out);
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
    return Latencies.median(rounds.stream().mapToDouble(value).toArray());
  }

  private Round round(int count) throws Exception {
    List<Upload> uploads = documents.next(count);
    Duration processor = node.tree().processorTime();
    long begun = System.nanoTime();
    List<UUID> ids = upload(uploads);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double processorSeconds = node.tree().processorTime().minus(processor).toNanos() / 1e9;
    List<String> chunks = new ArrayList<>();
    for (UUID id : ids) {
      chunks.addAll(node.calls().chunkTexts(RunningNode.WORKSPACE, id));
    }
    Timed loop = Timed.run(() -> bare.vectors(chunks, Machine.cores()));
    return new Round(chunks.size(), seconds, processorSeconds, loop);
  }

  private List<UUID> upload(List<Upload> uploads) throws Exception {
    try (GroundwireClient client = node.client();
        ExecutorService threads = Executors.newFixedThreadPool(UPLOADS)) {
      List<Future<RemoteDocument>> sent = new ArrayList<>();
      for (Upload upload : uploads) {
        sent.add(threads.submit(() -> client.upload(RunningNode.WORKSPACE, upload)));
      }
      List<UUID> ids = new ArrayList<>();
      for (Future<RemoteDocument> document : sent) {
        ids.add(document.get().id());
      }
      ids.forEach(id -> awaitReady(client, id));
      return ids;
    }
  }

  private static void awaitReady(GroundwireClient client, UUID id) {
    Waiting.until(
        "readiness of document " + id,
        DEADLINE,
        Duration.ofMillis(100),
        () -> {
          RemoteDocument document = client.document(RunningNode.WORKSPACE, id);
          if (document.status() == DocumentStatus.FAILED) {
            throw new IllegalStateException(document.name() + " failed: " + document.error());
          }
          return document.status() == DocumentStatus.READY;
        });
  }
}
