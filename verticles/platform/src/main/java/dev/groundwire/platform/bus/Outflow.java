package dev.groundwire.platform.bus;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.stream.StreamEnd;
import dev.groundwire.bus.stream.StreamFrame;
import dev.groundwire.platform.telemetry.Traced;
import dev.groundwire.platform.telemetry.Trail;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending end of a stream. Confined to the context of the room that serves it. What is sent
 * without credit waits here, so a sender asks {@link #hasCredit} before it makes more; one that
 * goes on regardless fails its stream.
 */
public final class Outflow<M> {
  /** Beyond it its sender ignores {@link #hasCredit}, and is ended before memory is. */
  static final int MOST_WAITING = 16 * BusStreams.WINDOW;

  private static final Logger LOG = LoggerFactory.getLogger(Outflow.class);

  private final BusStreams streams;
  private final long number;
  private final String readerAddress;
  private final long readerNumber;
  private final Admission.Bound bound;
  private final Span span;
  private final Deque<Object> waiting = new ArrayDeque<>();

  /** Of who opened it: frames of all requests come to one consumer. */
  private final Trail trail = Trail.current();

  private long seq;
  private long allowed = BusStreams.WINDOW;
  private long heardMillis;
  private boolean ending;
  private boolean closed;
  private @Nullable Runnable onCredit;
  private @Nullable Runnable onCancel;

  Outflow(
      BusStreams streams,
      long number,
      String readerAddress,
      long readerNumber,
      Admission.Bound bound,
      Span span,
      long nowMillis) {
    this.streams = streams;
    this.number = number;
    this.readerAddress = readerAddress;
    this.readerNumber = readerNumber;
    this.bound = bound;
    this.span = span;
    this.heardMillis = nowMillis;
  }

  long number() {
    return number;
  }

  /** Runs each time credit comes after there was none, for a sender that stopped for it. */
  public void onCredit(Runnable then) {
    onCredit = then;
  }

  /**
   * Runs once when the reader has cancelled or is lost, or too much waited for it; not at the
   * regular end.
   */
  public void onCancel(Runnable then) {
    if (closed && !ending) {
      then.run();
    } else {
      onCancel = then;
    }
  }

  /** True when an item sent now leaves at once. */
  public boolean hasCredit() {
    return seq < allowed && waiting.isEmpty();
  }

  /** True when nothing more can be sent: ended, failed, cancelled, or the reader is lost. */
  public boolean isClosed() {
    return closed || ending;
  }

  /** Harmless when closed: a reader may leave at any time. */
  public void send(M item) {
    if (isClosed()) {
      return;
    }
    put(item);
    if (waiting.size() > MOST_WAITING) {
      LOG.atError()
          .addKeyValue("waiting", waiting.size())
          .addKeyValue("sent", seq)
          .log("stream ended, as its sender sends without credit");
      streams.sendFrame(readerAddress, new StreamFrame(readerNumber, ++seq, Bus.internal()));
      cancelled();
    }
  }

  public void end() {
    if (!isClosed()) {
      ending = true;
      put(new StreamEnd());
    }
  }

  public void fail(BusFailure why) {
    if (!isClosed()) {
      Traced.failed(span, why);
      ending = true;
      put(why);
    }
  }

  private void put(Object item) {
    waiting.addLast(item);
    flush();
  }

  private void flush() {
    while (!closed && !waiting.isEmpty()) {
      Object next = waiting.peekFirst();
      boolean isLast = ending && waiting.size() == 1;
      if (!isLast && seq >= allowed) {
        return;
      }
      waiting.removeFirst();
      streams.sendFrame(readerAddress, new StreamFrame(readerNumber, ++seq, next));
      if (isLast) {
        close();
      }
    }
  }

  /**
   * @param items in all since the beginning
   */
  void granted(long items) {
    boolean hadNone = !hasCredit();
    allowed = Math.max(allowed, items);
    flush();
    if (hadNone && hasCredit() && onCredit != null && !isClosed()) {
      trail.within(onCredit);
    }
  }

  void heard(long nowMillis) {
    heardMillis = nowMillis;
  }

  /** The sequence number of the last item sent. */
  long sent() {
    return seq;
  }

  /** The stream never was: its source refused it. */
  void refused(Throwable why) {
    Traced.failed(span, why);
    waiting.clear();
    ending = true;
    close();
  }

  boolean isSilentSince(long millis) {
    return heardMillis < millis;
  }

  void cancelled() {
    if (!closed) {
      close();
      waiting.clear();
      if (onCancel != null) {
        trail.within(onCancel);
      }
    }
  }

  private void close() {
    if (!closed) {
      closed = true;
      streams.forget(this);
      bound.leave();
      span.end();
    }
  }
}
