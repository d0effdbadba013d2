package dev.groundwire.ingestion.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps idle workers warm and replaces those that are worn or dead. */
final class WorkerShelf {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerShelf.class);

  private final ParserPoolConfig config;
  private final Path directory;
  private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();
  private final Set<Worker> all = ConcurrentHashMap.newKeySet();
  private final LongAdder deaths = new LongAdder();
  private volatile boolean closed;

  WorkerShelf(ParserPoolConfig config, Path directory) {
    this.config = config;
    this.directory = directory;
  }

  void warm() {
    try {
      while (all.size() < config.workers()) {
        idle.add(start());
      }
    } catch (IOException unstartable) {
      close();
      throw new UncheckedIOException("no parser process can be started", unstartable);
    }
  }

  /** An idle worker that lives, else a new one. */
  Worker take() throws IOException {
    for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
      if (!worker.isWorn(config.documentsPerWorker())) {
        return worker;
      }
      discard(worker);
    }
    return start();
  }

  /** Takes a worker back, or starts its successor so that the next document finds one warm. */
  void giveBack(Worker worker) {
    if (!worker.isWorn(config.documentsPerWorker())) {
      idle.add(worker);
      if (closed) {
        discard(worker);
      }
      return;
    }
    discard(worker);
    try {
      if (!closed) {
        idle.add(start());
      }
    } catch (IOException unstartable) {
      LOG.atWarn().setCause(unstartable).log("parser process not replaced yet");
    }
  }

  void discard(Worker worker) {
    worker.exitCode();
    all.remove(worker);
    DirectoryTree.delete(worker.directory());
  }

  /** One died, or was ended, with a document in its hands: not for its age, and not by a close. */
  void lost() {
    if (!closed) {
      deaths.increment();
    }
  }

  long deaths() {
    return deaths.sum();
  }

  boolean isClosed() {
    return closed;
  }

  List<Worker> workers() {
    return List.copyOf(all);
  }

  void close() {
    closed = true;
    all.forEach(this::discard);
  }

  private Worker start() throws IOException {
    Worker worker =
        Worker.start(Files.createTempDirectory(directory, "worker-"), config.heapMegabytes());
    all.add(worker);
    if (closed) {
      discard(worker);
    }
    return worker;
  }
}
