package dev.groundwire.platform.bus;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.stream.StreamEnd;
import dev.groundwire.bus.stream.StreamFrame;
import dev.groundwire.bus.stream.StreamOpened;
import dev.groundwire.platform.telemetry.Trail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading end of a stream. Confined to the context that opened it. */
public final class Inflow<M> {
  private static final Logger LOG = LoggerFactory.getLogger(Inflow.class);

  /** Credits are told together: one message for so many items. */
  private static final int TOLD_TOGETHER = BusStreams.WINDOW / 2;

  /** A sender with so few left is told of each, lest it stops. */
  private static final int NEARLY_NONE = BusStreams.WINDOW / 4;

  private final BusStreams streams;
  private final long number;
  private final String address;
  private final StreamReader<M> reader;

  /** Of who opened it: one consumer serves the streams of all requests. */
  private final Trail trail = Trail.current();

  private @Nullable StreamOpened sender;
  private long lastSeq;
  private long allowed = BusStreams.WINDOW;
  private long told = BusStreams.WINDOW;
  private boolean over;

  Inflow(BusStreams streams, long number, String address, StreamReader<M> reader) {
    this.streams = streams;
    this.number = number;
    this.address = address;
    this.reader = reader;
  }

  long number() {
    return number;
  }

  @Nullable StreamOpened sender() {
    return sender;
  }

  /** Lets so many items more be sent; call it when there is room, once for each item that came. */
  public void grant(int items) {
    allowed += items;
    boolean isUrgent = told - lastSeq <= NEARLY_NONE;
    if (!over && sender != null && told < allowed && (isUrgent || isWorthTelling())) {
      told = allowed;
      streams.sendCredit(sender, allowed);
    }
  }

  private boolean isWorthTelling() {
    return allowed - told >= TOLD_TOGETHER;
  }

  /** Wants no more; the sender stops at once. Harmless when the stream is over. */
  public void cancel() {
    if (!over) {
      finish();
      if (sender != null) {
        streams.sendCancel(sender);
      }
    }
  }

  /** True when nothing more comes. */
  public boolean isOver() {
    return over;
  }

  void opened(StreamOpened by) {
    sender = by;
    if (over) {
      streams.sendCancel(by);
    } else {
      grant(0);
    }
  }

  void receive(StreamFrame frame) {
    if (over) {
      return;
    }
    if (frame.seq() != lastSeq + 1) {
      itemsLost();
      return;
    }
    lastSeq = frame.seq();
    trail.enter();
    switch (frame.item()) {
      case StreamEnd ignored -> {
        finish();
        reader.end();
      }
      case BusFailure failure -> fail(failure);
      default -> deliver(frame.item());
    }
  }

  @SuppressWarnings("unchecked") // the address says what its sender sends
  private void deliver(Object item) {
    try {
      reader.item((M) item);
    } catch (Throwable unexpected) {
      LOG.atError()
          .addKeyValue("address", address)
          .setCause(unexpected)
          .log("item of a stream not read");
      fail(Bus.internal());
    }
  }

  /** Also tells the sender, who may not know: an item of its may have become unreadable. */
  void fail(BusFailure why) {
    if (!over) {
      cancel();
      trail.within(() -> reader.fail(why));
    }
  }

  /** How many items the sender may send in all. */
  long allowed() {
    return allowed;
  }

  /**
   * The sender lives. It has told so on the way its items take, and the bus keeps a sender's order:
   * what it had sent by then has come.
   *
   * @param sent the sequence number of the last item it sent
   */
  void senderLives(long sent) {
    if (sent > lastSeq) {
      itemsLost();
    }
  }

  private void itemsLost() {
    fail(lost(address + " lost items on the way; open it again."));
  }

  void senderLost() {
    fail(lost("Whoever serves " + address + " is gone; open it again."));
  }

  private void finish() {
    over = true;
    streams.forget(this);
  }

  private static BusFailure lost(String message) {
    return new BusFailure(FailureCode.UNAVAILABLE, message);
  }
}
