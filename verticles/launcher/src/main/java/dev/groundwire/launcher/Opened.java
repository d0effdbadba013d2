package dev.groundwire.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened so far, and is closed the last first; also when the next one is refused. */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  /** Closes one thing; bounded. */
  @FunctionalInterface
  interface Closing<T> {
    void close(T opened) throws TimeoutException;
  }

  private record Entry<T>(String name, T opened, Closing<T> closing) {
    void close() throws TimeoutException {
      closing.close(opened);
    }
  }

  private final Deque<Entry<?>> entries = new ArrayDeque<>();

  <T> T keep(String name, T opened, Closing<T> closing) {
    entries.push(new Entry<>(name, opened, closing));
    return opened;
  }

  /** Each one once. One that cannot be closed is told of, and keeps no other one open. */
  @Override
  public void close() {
    while (!entries.isEmpty()) {
      Entry<?> last = entries.pop();
      try {
        last.close();
      } catch (TimeoutException | RuntimeException left) {
        LOG.atWarn()
            .addKeyValue("what", last.name())
            .addKeyValue("cause", left.toString())
            .log("not closed");
      }
    }
  }
}
