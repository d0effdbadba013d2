package dev.groundwire.llm;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.bus.llm.TokenBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text being written: a bounded buffer between a provider and its reader. Confined to the room's
 * context, so without locks.
 */
final class Generation implements TokenSink {
  /** A reader is not kept waiting beyond this much text. */
  private static final int ENOUGH = 512;

  private final Vertx vertx;
  private final LlmConfig config;
  private final StringBuilder unread = new StringBuilder();
  private final WellFormedText text = new WellFormedText(unread);
  private final List<Quotation> quotations = new ArrayList<>();
  private final Promise<Void> cancelled = Promise.promise();
  private Promise<Void> readable = Promise.promise();
  private Promise<Void> room = Promise.promise();
  private @Nullable Completion completion;
  private @Nullable BusFailure failure;
  private boolean begun;
  private boolean failureTold;
  private boolean gathering;
  private int readers;
  private long lastReadMillis;

  Generation(Vertx vertx, LlmConfig config, long nowMillis) {
    this.vertx = vertx;
    this.config = config;
    this.lastReadMillis = nowMillis;
  }

  @Override
  public void append(CharSequence piece) {
    if (hasEnded()) {
      return;
    }
    text.append(piece);
    boolean isEnough = !begun || readers == 0 || unread.length() >= ENOUGH;
    if (isEnough || config.coalesce().isZero()) {
      wakeReaders();
    } else if (!gathering) {
      gathering = true;
      vertx.setTimer(config.coalesce().toMillis(), timer -> wakeReaders());
    }
  }

  @Override
  public void quote(Quotation quotation) {
    quotations.add(quotation);
  }

  private void wakeReaders() {
    gathering = false;
    if (!unread.isEmpty() || hasEnded()) {
      begun = true;
      readable.tryComplete();
    }
  }

  void finish(Completion how) {
    if (!hasEnded()) {
      text.end();
      completion = how;
      wakeReaders();
    }
  }

  void fail(BusFailure why) {
    if (!hasEnded()) {
      text.end();
      failure = why;
      wakeReaders();
    }
  }

  void cancel() {
    cancelled.tryComplete();
    room.tryComplete();
    wakeReaders();
  }

  boolean hasEnded() {
    return completion != null || failure != null || isCancelled();
  }

  /** Completes when {@link #take} has something to tell. */
  Future<Void> whenReadable() {
    return readable.future();
  }

  /**
   * What was written since the last call; the provider goes on.
   *
   * @throws BusFailure why the text ended early, once all of it was taken
   */
  TokenBatch take() {
    String taken = unread.toString();
    unread.setLength(0);
    List<Quotation> quoted = List.copyOf(quotations);
    quotations.clear();
    if (!hasEnded() && readable.future().isComplete()) {
      readable = Promise.promise();
    }
    if (taken.isEmpty() && failure != null) {
      failureTold = true;
      throw failure;
    }
    Promise<Void> awaited = room;
    room = Promise.promise();
    awaited.tryComplete();
    return new TokenBatch(
        taken,
        quoted,
        Optional.ofNullable(completion).map(Completion::finishReason),
        Optional.ofNullable(completion).map(Completion::usage));
  }

  /** True when everything was told. */
  boolean isOver() {
    return hasEnded() && unread.isEmpty() && (failure == null || failureTold);
  }

  @Override
  public boolean isFull() {
    return unread.length() >= config.bufferCharacters();
  }

  @Override
  public Future<Void> whenRoom() {
    return unread.isEmpty() || isCancelled() ? Future.succeededFuture() : room.future();
  }

  @Override
  public Future<Void> whenCancelled() {
    return cancelled.future();
  }

  void readerCame() {
    readers++;
  }

  void readerLeft(long nowMillis) {
    readers--;
    lastReadMillis = nowMillis;
  }

  boolean isUnreadSince(long millis) {
    return readers == 0 && lastReadMillis < millis;
  }
}
