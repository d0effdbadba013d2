package dev.groundwire.launcher.product;

import dev.groundwire.launcher.client.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Uploads documents to whichever node runs, a few at a time, each until a node has taken it. Sent
 * twice, a document is one still: the server knows its bytes.
 */
final class Uploading implements AutoCloseable {
  private static final int AT_ONCE = 4;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final Running running;
  private final Queue<GeneratedDocument> left;
  private final CopyOnWriteArraySet<Integer> refusals = new CopyOnWriteArraySet<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> workers = new ArrayList<>();

  Uploading(Running running, List<GeneratedDocument> documents) {
    this.running = running;
    this.left = new ConcurrentLinkedQueue<>(documents);
    for (int i = 0; i < AT_ONCE; i++) {
      workers.add(threads.submit(this::work));
    }
  }

  private Void work() throws InterruptedException {
    for (GeneratedDocument next = left.poll(); next != null; next = left.poll()) {
      while (!isTaken(next)) {
        Pause.real().of(BETWEEN_TRIES);
      }
    }
    return null;
  }

  private boolean isTaken(GeneratedDocument document) throws InterruptedException {
    Node node = running.now();
    try {
      Reply reply = node.api().upload(document.name(), document.content());
      if (reply.status() != 202) {
        refusals.add(reply.status());
      }
      return reply.status() == 202;
    } catch (IOException lost) {
      running.after(node);
      return false;
    }
  }

  /** Returns once all are taken. */
  void finish(Duration patience) throws InterruptedException {
    try {
      for (Future<?> worker : workers) {
        worker.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException failure) {
      throw new AssertionError("uploads did not end; refused with " + refusals, failure);
    }
  }

  /** Every status that was no success. */
  List<Integer> refusals() {
    return List.copyOf(refusals);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
