package dev.groundwire.platform.outbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of appends by other processes, on a connection of its own that is made again when lost. */
public final class AppendListener {
  private static final Logger LOG = LoggerFactory.getLogger(AppendListener.class);
  private static final long RETRY_MILLIS = 1_000;

  private final PgSubscriber subscriber;
  private volatile boolean closed;

  private AppendListener(PgSubscriber subscriber) {
    this.subscriber = subscriber;
  }

  /**
   * Returns at once; a server that is away is tried until it is there.
   *
   * @param look called for each notification, and after each LISTEN, since those before it are lost
   */
  public static AppendListener open(Vertx vertx, PgConnectOptions server, Runnable look) {
    PgSubscriber subscriber =
        PgSubscriber.subscriber(
            vertx, new PgConnectOptions(server).addProperty("application_name", "groundwire"));
    subscriber.reconnectPolicy(attempts -> RETRY_MILLIS);
    subscriber
        .channel(AppendSignal.CHANNEL)
        .subscribeHandler(ignored -> look.run())
        .handler(ignored -> look.run());
    AppendListener listener = new AppendListener(subscriber);
    listener.connect(vertx);
    return listener;
  }

  /** The policy covers lost connections; the first one is ours to try again. */
  private void connect(Vertx vertx) {
    subscriber
        .connect()
        .onFailure(away -> {
          LOG.atDebug().addKeyValue("cause", away).log("not listening yet");
          if (!closed) {
            vertx.setTimer(RETRY_MILLIS, ignored -> connect(vertx));
          }
        });
  }

  public Future<Void> close() {
    closed = true;
    return subscriber.close();
  }
}
