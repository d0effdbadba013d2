package dev.groundwire.llm;

import dev.groundwire.bus.llm.Quotation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** A sink whose reader takes everything in its next task. */
final class RecordingSink implements TokenSink {
  private final Vertx vertx;
  private final int capacity;
  private final boolean cancelsAtFirstText;
  private final StringBuilder all = new StringBuilder();
  private final List<Quotation> quotations = new ArrayList<>();
  private final Promise<Void> cancelled = Promise.promise();
  private Promise<Void> room = Promise.promise();
  private int unread;
  private int mostUnread;

  RecordingSink(Vertx vertx, int capacity, boolean cancelsAtFirstText) {
    this.vertx = vertx;
    this.capacity = capacity;
    this.cancelsAtFirstText = cancelsAtFirstText;
  }

  @Override
  public void quote(Quotation quotation) {
    quotations.add(quotation);
  }

  List<Quotation> quotations() {
    return List.copyOf(quotations);
  }

  @Override
  public void append(CharSequence text) {
    all.append(text);
    unread += text.length();
    mostUnread = Math.max(mostUnread, unread);
    if (cancelsAtFirstText) {
      cancelled.tryComplete();
      room.tryComplete();
    } else {
      vertx.runOnContext(ignored -> take());
    }
  }

  private void take() {
    unread = 0;
    Promise<Void> awaited = room;
    room = Promise.promise();
    awaited.tryComplete();
  }

  @Override
  public boolean isFull() {
    return unread >= capacity;
  }

  @Override
  public Future<Void> whenRoom() {
    return unread == 0 || isCancelled() ? Future.succeededFuture() : room.future();
  }

  @Override
  public Future<Void> whenCancelled() {
    return cancelled.future();
  }

  String text() {
    return all.toString();
  }

  int mostUnread() {
    return mostUnread;
  }
}
