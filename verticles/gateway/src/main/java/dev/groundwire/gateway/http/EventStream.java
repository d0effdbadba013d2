package dev.groundwire.gateway.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Server-sent events to one client. What comes in one turn of the event loop leaves in one write.
 * The head goes out with the first of it, so a failure before it can still become a problem
 * document.
 */
public final class EventStream {
  /** What a connection surely takes: it is not waited for at the end. */
  private static final int TAKEN_AT_ONCE = 1 << 15;

  private final RoutingContext http;
  private final HttpServerResponse response;
  private final StreamPace pace;
  private final Handler<Void> flush = ignored -> flush();
  private final List<Runnable> afterClose = new ArrayList<>();
  private final EventBytes waiting = new EventBytes();
  private IntConsumer taken = items -> {};
  private int itemsWaiting;
  private boolean flushing;
  private int writesUnderWay;
  private long movedNanos;
  private boolean resumable;

  /** Until a silent stream shows its head all the same: for a whole reply, never. */
  private long headNanos = Long.MAX_VALUE;

  private boolean begun;
  private boolean ending;
  private boolean closed;

  EventStream(RoutingContext http, StreamPace pace, long nowNanos) {
    this.http = http;
    this.response = http.response();
    this.pace = pace;
    this.movedNanos = nowNanos;
    http.addEndHandler(ignored -> close());
  }

  /** True once the client has left or the stream has ended. */
  public boolean isClosed() {
    return closed;
  }

  /** True once the head was sent, after which no failure can become a problem document. */
  public boolean hasBegun() {
    return response.headWritten();
  }

  /** True while nothing was sent and nothing waits to be. */
  public boolean isUntouched() {
    return !response.headWritten() && waiting.isEmpty();
  }

  /** Runs once, when the client leaves or the stream ends. */
  public void onClose(Runnable then) {
    if (closed) {
      then.run();
    } else {
      afterClose.add(then);
    }
  }

  /** Hears of the items that the client's connection has taken: that is when to fetch more. */
  public void onTaken(IntConsumer items) {
    taken = items;
  }

  /**
   * From now on the client is told how to come back after a break, and a stream that stays silent
   * shows its head.
   */
  public void resumable() {
    resumable = true;
    headNanos = pace.headNanos();
  }

  /**
   * From now on a stream that stays silent shows its head after the time of a heartbeat, before a
   * proxy or our own patience with idle connections cuts it. Until then a failure has its status.
   */
  public void lasting() {
    headNanos = pace.heartbeatNanos();
    movedNanos = pace.nowNanos();
  }

  /** Adds an event with the id that a client resumes from; {@code data} is one line. */
  public void event(long id, String type, String data) {
    if (adds()) {
      waiting.id(id);
      waiting.type(type);
      waiting.data(data);
    }
  }

  /** Adds an event; {@code data} is one line. */
  public void event(String type, String data) {
    if (adds()) {
      waiting.type(type);
      waiting.data(data);
    }
  }

  /** Adds an event of no type. */
  public void data(String line) {
    if (adds()) {
      waiting.data(line);
    }
  }

  /** Adds an event of no type whose data is these three as one line. */
  public void data(byte[] before, String text, byte[] after) {
    if (adds()) {
      waiting.data(before, text, after);
    }
  }

  /** Adds events that are laid out already. */
  public void text(String events) {
    if (adds()) {
      waiting.text(events);
    }
  }

  /** Counts an item, which {@link #onTaken} hears of when what was added so far is taken. */
  public void item() {
    if (isOver()) {
      return;
    }
    if (waiting.isEmpty()) {
      taken.accept(1);
    } else {
      itemsWaiting++;
    }
  }

  /** True once its end was said: what comes behind it is dropped, and no more is fetched. */
  private boolean isOver() {
    return ending || closed;
  }

  /** Makes ready for an event; false when there can be no further one. */
  private boolean adds() {
    if (isOver()) {
      return false;
    }
    if (resumable && !begun) {
      waiting.retry();
    }
    begun = true;
    if (!flushing) {
      flushing = true;
      http.vertx().runOnContext(flush);
    }
    return true;
  }

  private void flush() {
    flushing = false;
    Buffer bytes = waiting.take();
    if (bytes != null && !closed) {
      int items = itemsWaiting;
      itemsWaiting = 0;
      write(bytes, items);
    }
  }

  private void write(Buffer bytes, int items) {
    if (writesUnderWay++ == 0) {
      movedNanos = pace.nowNanos();
    }
    head();
    response.write(bytes).onComplete(outcome -> written(outcome, items));
  }

  private void written(AsyncResult<Void> outcome, int items) {
    writesUnderWay--;
    movedNanos = pace.nowNanos();
    if (outcome.failed()) {
      drop();
    } else if (ending && writesUnderWay == 0) {
      end();
    } else if (items > 0 && !isOver()) {
      taken.accept(items);
    }
  }

  private void head() {
    if (!response.headWritten()) {
      response
          .setChunked(true)
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-cache, no-transform")
          .putHeader("X-Accel-Buffering", "no");
    }
  }

  /** Drops a client that takes nothing, and shows others that the stream lives. */
  void look(long nowNanos) {
    long quiet = nowNanos - movedNanos;
    if (writesUnderWay > 0) {
      if (quiet >= pace.slowestNanos()) {
        drop();
      }
    } else if (waiting.isEmpty() && quiet >= patience() && adds()) {
      waiting.comment();
    }
  }

  private long patience() {
    return response.headWritten() ? pace.heartbeatNanos() : headNanos;
  }

  /** The regular end, once the client has taken everything: until then it may be dropped. */
  public void end() {
    if (closed || response.ended()) {
      close();
    } else if (writesUnderWay == 0 && waiting.length() <= TAKEN_AT_ONCE) {
      head();
      Buffer last = waiting.take();
      if (last == null) {
        response.end();
      } else {
        response.end(last);
      }
      close();
    } else {
      ending = true;
      flush();
    }
  }

  /** A stream that has begun is cut, and the client resumes; one that has not becomes a problem. */
  public void fail(Throwable failure) {
    if (isOver()) {
      return;
    }
    waiting.drop();
    if (response.headWritten()) {
      drop();
    } else {
      http.fail(failure);
    }
  }

  private void drop() {
    if (!closed && !response.closed()) {
      response.reset();
    }
    close();
  }

  private void close() {
    if (!closed) {
      closed = true;
      waiting.drop();
      afterClose.forEach(Runnable::run);
    }
  }
}
