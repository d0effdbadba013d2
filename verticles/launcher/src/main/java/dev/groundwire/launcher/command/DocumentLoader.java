package dev.groundwire.launcher.command;

import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.launcher.client.ApiFailure;
import dev.groundwire.launcher.client.DocumentPage;
import dev.groundwire.launcher.client.DocumentProgress;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.RemoteDocument;
import dev.groundwire.launcher.client.Upload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends documents and waits until each is ready or has failed, showing how far they are. */
public final class DocumentLoader {
  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final int ASK_FOR_EACH = 20;
  private static final Set<Integer> DOCUMENT_REFUSED = Set.of(400, 413, 415, 422);

  private final GroundwireClient client;
  private final String workspace;
  private final int atOnce;
  private final Duration stall;

  /**
   * @param atOnce uploads under way together
   * @param stall how long nothing at all may move
   */
  public DocumentLoader(GroundwireClient client, String workspace, int atOnce, Duration stall) {
    this.client = client;
    this.workspace = workspace;
    this.atOnce = atOnce;
    this.stall = stall;
  }

  /** In the order of the uploads. */
  public List<LoadedDocument> load(List<Upload> uploads, ProgressLine line)
      throws InterruptedException {
    DocumentTracker tracker = new DocumentTracker(uploads.size());
    AtomicInteger sent = new AtomicInteger();
    Semaphore moved = new Semaphore(0);
    try (ProgressFeed feed =
            new ProgressFeed(
                client,
                workspace,
                progress -> {
                  if (tracker.moved(progress)) {
                    moved.release();
                  }
                });
        ExecutorService senders =
            Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().name("upload-", 0).factory())) {
      feed.open();
      List<Future<Reply>> replies = new ArrayList<>();
      for (Upload upload : uploads) {
        replies.add(
            senders.submit(() -> {
              Reply reply = send(upload);
              reply.document().ifPresent(tracker::uploaded);
              sent.incrementAndGet();
              moved.release();
              return reply;
            }));
      }
      try {
        awaitEnds(replies, tracker, sent, moved, line);
      } catch (RuntimeException | InterruptedException abandoned) {
        senders.shutdownNow();
        throw abandoned;
      }
      if (!tracker.isEmpty()) {
        line.finish(1, tracker.text(sent.get()));
      }
      List<LoadedDocument> loaded = new ArrayList<>();
      for (int i = 0; i < uploads.size(); i++) {
        loaded.add(outcome(uploads.get(i).name(), reply(replies.get(i)), tracker));
      }
      return loaded;
    }
  }

  private void awaitEnds(
      List<Future<Reply>> replies,
      DocumentTracker tracker,
      AtomicInteger sent,
      Semaphore moved,
      ProgressLine line)
      throws InterruptedException {
    Reconciliation reconciliation = new Reconciliation(line);
    while (true) {
      boolean movement = moved.tryAcquire(REDRAW.toMillis(), TimeUnit.MILLISECONDS);
      moved.drainPermits();
      if (line.isDue()) {
        line.show(tracker.fraction(sent.get()), tracker.text(sent.get()));
      }
      for (Future<Reply> reply : replies) {
        if (reply.state() == Future.State.FAILED) {
          reply(reply);
        }
      }
      if (sent.get() == replies.size() && tracker.allEnded()) {
        return;
      }
      reconciliation.turn(movement, tracker);
    }
  }

  /** Events are hints that may be lost, so silence is a reason to look. */
  private final class Reconciliation {
    private final ProgressLine line;
    private Duration lastMovement = Duration.ZERO;
    private Duration lookAfter = Duration.ofSeconds(2);

    private Reconciliation(ProgressLine line) {
      this.line = line;
    }

    private void turn(boolean movement, DocumentTracker tracker) {
      Duration now = line.elapsed();
      if (movement) {
        lastMovement = now;
        lookAfter = Duration.ofSeconds(2);
        return;
      }
      Duration silence = now.minus(lastMovement);
      Set<UUID> unfinished = tracker.unfinished();
      if (silence.compareTo(stall) > 0) {
        throw new UserFailure(
            "No document has moved for %d s, %d are unfinished; the server's log says why"
                .formatted(stall.toSeconds(), unfinished.size()));
      }
      if (silence.compareTo(lookAfter) > 0) {
        if (look(tracker, unfinished)) {
          lastMovement = now;
        }
        lookAfter = lookAfter.plus(silence).plusSeconds(3);
      }
    }
  }

  private boolean look(DocumentTracker tracker, Set<UUID> unfinished) {
    boolean news = false;
    if (unfinished.size() <= ASK_FOR_EACH) {
      for (UUID id : unfinished) {
        news |= tracker.moved(stateOf(client.document(workspace, id)));
      }
      return news;
    }
    Optional<String> cursor = Optional.empty();
    do {
      DocumentPage page = client.documents(workspace, 200, cursor);
      for (RemoteDocument document : page.items()) {
        news |= tracker.moved(stateOf(document));
      }
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return news;
  }

  private static DocumentProgress stateOf(RemoteDocument document) {
    return new DocumentProgress(document.id(), document.status(), 0, 0);
  }

  /** A document that this server will never take is an outcome; anything else ends the load. */
  private Reply send(Upload upload) {
    try {
      return new Reply(Optional.of(client.upload(workspace, upload)), "");
    } catch (ApiFailure refused) {
      if (DOCUMENT_REFUSED.contains(refused.status())) {
        return new Reply(Optional.empty(), refused.reason());
      }
      throw refused;
    }
  }

  private LoadedDocument outcome(String name, Reply reply, DocumentTracker tracker) {
    if (reply.document().isEmpty()) {
      return new LoadedDocument(name, Optional.empty(), false, Optional.of(reply.refusal()));
    }
    RemoteDocument document = reply.document().get();
    Optional<String> error =
        tracker.status(document.id()) == DocumentStatus.FAILED
            ? client.document(workspace, document.id()).error().or(() -> Optional.of("no reason"))
            : Optional.empty();
    boolean duplicate = document.duplicateOf().isPresent();
    return new LoadedDocument(name, Optional.of(document.id()), duplicate, error);
  }

  private static Reply reply(Future<Reply> reply) throws InterruptedException {
    try {
      return reply.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ApiFailure refused) {
        throw refused;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private record Reply(Optional<RemoteDocument> document, String refusal) {}
}
