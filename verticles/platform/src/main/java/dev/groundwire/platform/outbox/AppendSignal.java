package dev.groundwire.platform.outbox;

import dev.groundwire.bus.event.EventHints;
import dev.groundwire.bus.event.EventWork;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the relays, after a commit, that there is something to publish: over the bus those of this
 * process, by NOTIFY those of others. Either may be lost, as relays also look by themselves.
 */
public final class AppendSignal implements Runnable {
  /** The channel that relays listen to. */
  static final String CHANNEL = "groundwire_outbox";

  private static final Logger LOG = LoggerFactory.getLogger(AppendSignal.class);

  /** NOTIFY takes a lock of the whole server at its commit, hence outside of the appending one. */
  private static final String NOTIFY = "NOTIFY " + CHANNEL;

  private static final long TOGETHER_MILLIS = 50;

  private final Vertx vertx;
  private final Bus bus;
  private final Pool pool;
  private final AtomicBoolean pending = new AtomicBoolean();

  public AppendSignal(Vertx vertx, Pool pool) {
    this.vertx = vertx;
    this.bus = new Bus(vertx);
    this.pool = pool;
  }

  /** After each commit; other processes are told at most once in 50 ms. */
  @Override
  public void run() {
    bus.hint(EventHints.OUTBOX_APPENDED, new EventWork());
    if (pending.compareAndSet(false, true)) {
      vertx.setTimer(TOGETHER_MILLIS, ignored -> tellOthers());
    }
  }

  private void tellOthers() {
    pending.set(false);
    pool.query(NOTIFY)
        .execute()
        .onFailure(lost -> LOG.atDebug().addKeyValue("cause", lost).log("notification lost"));
  }
}
