package dev.groundwire.loadtests.streams;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One call after the other on a kept connection, each at its time: nothing between them and the
 * clock.
 */
final class OneCaller implements AutoCloseable {
  private static final int DIGITS = 3;
  private static final int PATIENCE_MILLIS = 30_000;

  private Target target;
  private Socket socket;
  private final byte[] buffer = new byte[64 * 1024];

  /** Nanoseconds, like the others: from the intended begin to the end of the answer. */
  final Histogram whole = new Histogram(DIGITS);

  final Histogram first = new Histogram(DIGITS);
  final Histogram gaps = new Histogram(DIGITS);

  /** From the provider's writing to our reading. */
  final Histogram delivery = new Histogram(DIGITS);

  private long now;
  private long intended;
  private long lastToken;
  private boolean counting = true;

  OneCaller(Target target) throws IOException {
    this.target = target;
    this.socket = connect(target);
  }

  private static Socket connect(Target target) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(target.address(), PATIENCE_MILLIS);
    return socket;
  }

  /** What is asked from now on, of the same server. */
  void askNext(Target next) {
    target = next;
  }

  /** Before a round, as some servers close a connection that rests for some seconds. */
  void connectAnew() throws IOException {
    socket.close();
    socket = connect(target);
  }

  /** Calls at that time of {@link System#nanoTime} and reads the answer as a whole. */
  void call(long at) throws IOException {
    exchange(at, new HttpBody((bytes, from, to) -> {}));
    if (counting) {
      whole.recordValue(System.nanoTime() - intended);
    }
  }

  void stream(long at, int tokens) throws IOException {
    TokenCheck check = new TokenCheck(this::token);
    EventReader events = new EventReader(check);
    exchange(at, new HttpBody(events));
    int wrong = check.lost(tokens) + check.repeated() + events.idsOutOfOrder();
    if (!events.isDone() || !events.failure().isEmpty() || wrong > 0) {
      throw new IOException(
          "%s: %d lost, %d repeated, %d out of order %s"
              .formatted(
                  target.name(),
                  check.lost(tokens),
                  check.repeated(),
                  events.idsOutOfOrder(),
                  events.failure()));
    }
  }

  private void exchange(long at, HttpBody body) throws IOException {
    Pacing.until(at);
    intended = at;
    socket.getOutputStream().write(target.request());
    InputStream in = socket.getInputStream();
    while (!body.isComplete()) {
      int length = in.read(buffer);
      now = System.nanoTime();
      if (length < 0) {
        throw new IOException(target.name() + " closed the connection");
      }
      body.feed(buffer, length);
    }
    if (body.status() != 200) {
      throw new IOException(target.name() + " answered " + body.status());
    }
  }

  private void token(int number, long stamp) {
    if (!counting) {
      return;
    }
    if (number == 0) {
      first.recordValue(now - intended);
    } else {
      gaps.recordValue(now - lastToken);
    }
    lastToken = now;
    if (stamp > 0) {
      delivery.recordValue(Math.max(0, now - stamp));
    }
  }

  /** Whether calls from now on are recorded. */
  void count(boolean recorded) {
    counting = recorded;
  }

  String name() {
    return target.name();
  }

  static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
