package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens event streams, up to a number at a time, and looks after all of them with one timer. Of one
 * event loop, so it needs no lock.
 */
public final class StreamSlots {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final int most;
  private final StreamPace pace;
  private final NodeCounts counts;
  private final Set<EventStream> open = new HashSet<>();

  /** Some of these are to show it soon. */
  private final Set<EventStream> withoutHead = new HashSet<>();

  private long timer = NONE;
  private long roundNanos;

  /**
   * @param heartbeat a comment is sent when there was nothing else for so long
   * @param slowest a client that takes nothing for so long is dropped
   */
  public StreamSlots(
      Vertx vertx, int most, Duration heartbeat, Duration slowest, NodeCounts counts) {
    this.vertx = vertx;
    this.counts = counts;
    this.most = most;
    this.pace = StreamPace.of(heartbeat, slowest);
  }

  /**
   * To be called before the first wait, so that a client that leaves is noticed in all of it. Fails
   * as {@code OVERLOADED} when there are as many as allowed.
   */
  public EventStream open(RoutingContext http, StreamKind kind) {
    if (counts.streams().incrementAndGet() > most) {
      counts.streams().decrementAndGet();
      throw new BusFailure(
          FailureCode.OVERLOADED, "As many streams are open as are allowed; try again shortly.");
    }
    EventStream stream = new EventStream(http, pace, pace.nowNanos());
    open.add(stream);
    withoutHead.add(stream);
    AtomicInteger counted = counts.meters().streams(kind);
    counted.incrementAndGet();
    http.addEndHandler(ignored -> {
      counted.decrementAndGet();
      counts.streams().decrementAndGet();
      open.remove(stream);
      withoutHead.remove(stream);
    });
    if (timer == NONE) {
      roundNanos = pace.nowNanos();
      timer = vertx.setPeriodic(pace.tickMillis(), ignored -> look());
    }
    return stream;
  }

  /** Streams that are open, at this instance and others of the node. */
  public int used() {
    return counts.streams().get();
  }

  private void look() {
    if (open.isEmpty()) {
      vertx.cancelTimer(timer);
      timer = NONE;
      return;
    }
    long now = pace.nowNanos();
    boolean isRound = now - roundNanos >= pace.roundNanos();
    if (isRound) {
      roundNanos = now;
    }
    List.copyOf(isRound ? open : withoutHead).forEach(stream -> stream.look(now));
    withoutHead.removeIf(EventStream::hasBegun);
  }
}
