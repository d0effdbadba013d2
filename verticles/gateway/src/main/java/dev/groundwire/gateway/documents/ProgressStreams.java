package dev.groundwire.gateway.documents;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Runs the progress streams of one gateway, all fed by one subscription. */
final class ProgressStreams {
  private final Vertx vertx;
  private final Bus bus;
  private final Duration deadline;
  private final ProgressWatch.Pace pace;
  private final ProgressBoard board = new ProgressBoard();
  private final Set<EventStream> open = new HashSet<>();

  ProgressStreams(Vertx vertx, Bus bus, Duration deadline, ProgressWatch.Pace pace) {
    this.vertx = vertx;
    this.bus = bus;
    this.deadline = deadline;
    this.pace = pace;
  }

  /** Must be done before the first stream. */
  Future<Void> listen() {
    return bus.onHint(IngestionBus.DOCUMENT_PROGRESSED, board::post);
  }

  void ofDocument(EventStream stream, Tenant tenant, UUID id) {
    run(stream, tenant, new OneDocument(bus, deadline, tenant, id));
  }

  void ofWorkspace(EventStream stream, Tenant tenant) {
    run(stream, tenant, new WholeWorkspace(bus, deadline, tenant));
  }

  /** Before a stop: watchers reconnect to a node that stays. */
  void endAll() {
    List.copyOf(open).forEach(EventStream::end);
  }

  private void run(EventStream stream, Tenant tenant, Watched watched) {
    open.add(stream);
    stream.onClose(() -> open.remove(stream));
    new ProgressWatch(vertx, board, pace, stream, watched).run(tenant);
  }
}
