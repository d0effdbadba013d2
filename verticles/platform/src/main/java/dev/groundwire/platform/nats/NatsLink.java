package dev.groundwire.platform.nats;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  private NatsLink(Vertx vertx, NatsConfig config, String name) {
    this.config = config;
    this.options = NatsOptions.of(vertx, config, name, this::changed);
    // Blocks until the first connection is there, however long that takes.
    this.connecting = Thread.ofPlatform().daemon().name("nats-connecting").unstarted(this::connect);
  }

  /** Returns at once; the connection comes when the broker does. */
  public static NatsLink open(Vertx vertx, NatsConfig config, String name) {
    NatsLink link = new NatsLink(vertx, config, name);
    link.connecting.start();
    return link;
  }

  private void connect() {
    try {
      Connection made = Nats.connectReconnectOnConnect(options);
      connection = made;
      if (closed) {
        made.close();
      } else {
        changed(true);
      }
    } catch (IOException failure) {
      LOG.atError().addKeyValue("cause", failure.getMessage()).log("nats refuses the connection");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void changed(boolean up) {
    if (!closed) {
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
