package dev.groundwire.llm.protocol;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.bus.Outflow;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what was gathered: the first text at once, later text together when it comes fast. A
 * text that comes slowly is never held back, and costs no timer.
 */
public final class Delivery<M> {
  private final Vertx vertx;
  private final LongSupplier nowMillis;
  private final long coalesceMillis;
  private final int mostUnread;
  private final Outflow<M> out;
  private final Gathered<M> gathered;
  private long lastMillis;
  private boolean waits;
  private @Nullable Runnable onRoom;

  /**
   * @param nowMillis a time that nobody sets
   */
  Delivery(Vertx vertx, LongSupplier nowMillis, Pace pace, Outflow<M> out, Gathered<M> gathered) {
    this.vertx = vertx;
    this.nowMillis = nowMillis;
    this.coalesceMillis = pace.coalesce().toMillis();
    // The first text is never early.
    this.lastMillis = nowMillis.getAsLong() - coalesceMillis;
    this.mostUnread = pace.mostUnread();
    this.out = out;
    this.gathered = gathered;
    out.onCredit(this::flush);
  }

  /** Something may have been gathered; called once for all that came together. */
  void written() {
    if (gathered.size() == 0 || !out.hasCredit()) {
      return;
    }
    long now = nowMillis.getAsLong();
    long early = lastMillis + coalesceMillis - now;
    if (early <= 0 || gathered.isEnough() || isFull()) {
      lastMillis = now;
      flush();
    } else if (!waits) {
      waits = true;
      vertx.setTimer(early, fired -> waited());
    }
  }

  private void waited() {
    waits = false;
    written();
  }

  /** Hands on at once, if the reader has room. */
  public void flush() {
    if (gathered.size() > 0 && out.hasCredit()) {
      out.send(gathered.take());
    }
    Runnable then = onRoom;
    if (then != null && gathered.size() == 0) {
      onRoom = null;
      then.run();
    }
  }

  /** True when the provider should pause. */
  boolean isFull() {
    return gathered.size() >= mostUnread;
  }

  /** Runs once when the reader has taken what was there. */
  void whenRoom(Runnable then) {
    onRoom = then;
  }

  void discard() {
    gathered.discard();
  }

  /** Goes around what is gathered: for what is no text. */
  void send(M item) {
    out.send(item);
  }

  /** For what a reader that is behind need not know. */
  void mention(M item) {
    if (out.hasCredit()) {
      out.send(item);
    }
  }

  void end(M last) {
    handOnTheRest();
    out.send(last);
    out.end();
  }

  void fail(BusFailure why) {
    handOnTheRest();
    out.fail(why);
  }

  private void handOnTheRest() {
    onRoom = null;
    gathered.complete();
    if (gathered.size() > 0) {
      out.send(gathered.take());
    }
  }
}
