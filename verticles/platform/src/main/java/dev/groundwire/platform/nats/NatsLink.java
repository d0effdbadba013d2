package dev.groundwire.platform.nats;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.telemetry.ExternalErrors;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's connection to NATS, which never stops trying: a broker that is away is an ordinary
 * state, told by {@link #isUp()}. Thread-safe.
 */
public final class NatsLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);

  private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
  private final NatsConfig config;
  private final Options options;
  private final Thread connecting;
  private final Counter errors;

  /** A permit for each connection that the client has given up. */
  private final Semaphore ended = new Semaphore(0);

  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  private NatsLink(Vertx vertx, NatsConfig config, String name) {
    this.config = config;
    this.errors = ExternalErrors.counter(Telemetry.of(vertx).meters(), "nats", "connect");
    this.options = NatsOptions.of(vertx, config, name, this::changed, ended::release);
    // Blocks until a connection is there, however long that takes.
    this.connecting =
        Thread.ofPlatform().daemon().name("nats-connecting").unstarted(this::stayConnected);
  }

  /** Returns at once; the connection comes when the broker does. */
  public static NatsLink open(Vertx vertx, NatsConfig config, String name) {
    NatsLink link = new NatsLink(vertx, config, name);
    link.connecting.start();
    return link;
  }

  /** The client tries again by itself, but not once a server has refused it twice. */
  private void stayConnected() {
    try {
      do {
        try {
          connect();
        } catch (IOException failure) {
          errors.increment();
          LOG.atError()
              .addKeyValue("cause", failure.getMessage())
              .log("nats refuses the connection, trying again");
        }
      } while (!stop.await(config.reconnectWait().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the connection has ended for good. */
  private void connect() throws IOException, InterruptedException {
    Connection made = Nats.connectReconnectOnConnect(options);
    connection = made;
    if (closed) {
      made.close();
      return;
    }
    changed(true);
    while (made.getStatus() != Connection.Status.CLOSED) {
      ended.acquire();
    }
    LOG.atError()
        .addKeyValue("cause", made.getLastError())
        .log("nats has ended the connection, making another one");
  }

  private void changed(boolean up) {
    if (!closed && !up) {
      errors.increment(); // told with each try
    }
    // A new connection is up before it is ours, and one that was refused twice comes closed.
    if (!closed && up == isUp()) {
      listeners.forEach(listener -> listener.accept(up));
    }
  }

  /** Told, on a thread of the client, whenever the connection comes and goes. */
  public void onChange(Consumer<Boolean> listener) {
    listeners.add(listener);
  }

  public NatsConfig config() {
    return config;
  }

  public boolean isUp() {
    Connection made = connection;
    return made != null && made.getStatus() == Connection.Status.CONNECTED;
  }

  /**
   * The connection, which may be reconnecting.
   *
   * @throws BusFailure {@code UNAVAILABLE} before the first one is made
   */
  public Connection connection() {
    Connection made = connection;
    if (made == null) {
      throw new BusFailure(
          FailureCode.UNAVAILABLE, "NATS has not answered yet; check NATS_URL and the server.");
    }
    return made;
  }

  @Override
  public void close() {
    closed = true;
    stop.countDown();
    connecting.interrupt();
    Connection made = connection;
    if (made != null) {
      try {
        made.close();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
