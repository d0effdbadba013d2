package dev.groundwire.ingestion.worker;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.ingestion.parse.ParseProgress;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents in a few warm child processes. A document that hangs, explodes or kills its
 * process costs only itself: it is refused once and for all, and the next one gets a fresh process.
 *
 * <p>Threads of its own do the blocking; callers wait on the future.
 */
public final class ParserPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ParserPool.class);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(10);

  private final ParserPoolConfig config;
  private final Path directory;
  private final WorkerShelf shelf;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService clock;

  /**
   * Starts the workers.
   *
   * @param parent where a private directory for documents in work is made, and removed on close;
   *     those of dead processes are removed now
   */
  public ParserPool(ParserPoolConfig config, Path parent) {
    this.config = config;
    try {
      this.directory = PoolFolder.create(parent);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "no documents can be kept for parsing in " + parent, unwritable);
    }
    this.shelf = new WorkerShelf(config, directory);
    this.threads =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.waiting()),
            Thread.ofPlatform().daemon().name("parser-pool-", 0).factory());
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("parser-clock").factory());
    shelf.warm();
  }

  /**
   * A new empty file that only this user can read; {@link #parse(Path, String, String, Consumer)}
   * deletes it.
   */
  public Path newFile() throws IOException {
    return Files.createTempFile(directory, "document-", "");
  }

  /** As {@link #parse(Path, String, String, Consumer)}, for content that is in memory anyway. */
  public Future<ParsedDocument> parse(
      byte[] content, String name, String mediaType, Consumer<ParseProgress> progress) {
    try {
      Path file = newFile();
      try {
        Files.write(file, content);
      } catch (IOException full) {
        Files.deleteIfExists(file);
        throw full;
      }
      return parse(file, name, mediaType, progress);
    } catch (IOException full) {
      return Future.failedFuture(
          new BusFailure(FailureCode.UNAVAILABLE, "The document cannot be stored for parsing."));
    }
  }

  /**
   * Reads a document and deletes the file, whatever comes of it.
   *
   * @param mediaType as declared by the upload; may be empty
   * @param progress called on a thread of the pool; must not block
   * @return the document, or {@link ParseRefused}, which trying again does not cure, or a {@link
   *     BusFailure} OVERLOADED or UNAVAILABLE, which it may
   */
  public Future<ParsedDocument> parse(
      Path file, String name, String mediaType, Consumer<ParseProgress> progress) {
    ParseRequest request = new ParseRequest(file, name, mediaType, config.limits());
    ParseJob job = new ParseJob(request, progress, shelf, clock);
    try {
      threads.execute(job);
      job.giveUpAfter(config.patience());
    } catch (RejectedExecutionException full) {
      job.refuse(
          threads.isShutdown()
              ? new BusFailure(FailureCode.UNAVAILABLE, "The parser is being stopped.")
              : new BusFailure(FailureCode.OVERLOADED, "Too many documents wait to be parsed."));
    }
    return job.future();
  }

  /** Kills the workers; what is being read or waits fails as UNAVAILABLE. */
  @Override
  public void close() {
    shelf.close();
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof ParseJob job) {
        job.refuse(new BusFailure(FailureCode.UNAVAILABLE, "The parser is being stopped."));
      }
    }
    clock.shutdownNow();
    awaitThreads();
    DirectoryTree.delete(directory);
  }

  /** Their workers are dead, so they end at once; until then they have files here. */
  private void awaitThreads() {
    try {
      if (!threads.awaitTermination(ENDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().addKeyValue("waited", ENDED_WITHIN).log("parser threads still busy");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many workers read a document. From any thread. */
  public int busy() {
    return threads.getActiveCount();
  }

  /** How many workers died or were ended over a document, so far. From any thread. */
  public long deaths() {
    return shelf.deaths();
  }

  /** For tests that harm a worker. */
  WorkerShelf shelf() {
    return shelf;
  }
}
