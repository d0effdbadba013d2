package dev.groundwire.webhooks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Asks the resolver of the system, which blocks, on threads of its own. */
final class SystemNames implements NameLookup {
  private static final int THREADS = 8;

  private final WorkerExecutor threads;

  SystemNames(Vertx vertx) {
    this.threads = vertx.createSharedWorkerExecutor("webhook-names", THREADS, 30, TimeUnit.SECONDS);
  }

  @Override
  public Future<List<InetAddress>> addresses(String host) {
    return threads
        .executeBlocking(() -> InetAddress.getAllByName(host), false)
        .map(found -> List.of(Objects.requireNonNull(found)));
  }

  @Override
  public void close() {
    threads.close();
  }
}
