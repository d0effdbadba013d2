package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Opens event streams, up to a number at a time. Of one event loop, so it needs no lock. */
public final class StreamSlots {
  private final int most;
  private final Duration slowest;
  private int open;

  public StreamSlots(int most, Duration slowest) {
    this.most = most;
    this.slowest = slowest;
  }

  /** Fails as {@code OVERLOADED} when there are as many as allowed. */
  public EventStream open(RoutingContext http) {
    if (open >= most) {
      throw new BusFailure(
          FailureCode.OVERLOADED, "As many streams are open as are allowed; try again shortly.");
    }
    open++;
    http.addEndHandler(ignored -> open--);
    return new EventStream(http, slowest);
  }
}
