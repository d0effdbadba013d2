package dev.groundwire.outboxrelay;

import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.nats.NatsLink;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The transport of this node, with what has to be done for it from time to time. */
record Backbone(EventTransport transport, List<Repeated> upkeep, Runnable closing) {
  private static final Duration PROVIDE_INTERVAL = Duration.ofMinutes(5);

  /**
   * JetStream where there is a link to NATS, else the inbox of this process.
   *
   * @param wake told when the transport takes facts again
   */
  static Backbone of(
      Vertx vertx,
      Bus bus,
      OutboxRelayConfig config,
      RelayMeters meters,
      Optional<NatsLink> link,
      Runnable wake) {
    return link.map(broker -> jetStream(vertx, config, meters, broker, wake))
        .orElseGet(() ->
            new Backbone(
                new InProcessTransport(bus, config.publishTimeout()), List.of(), () -> {}));
  }

  private static Backbone jetStream(
      Vertx vertx, OutboxRelayConfig config, RelayMeters meters, NatsLink link, Runnable wake) {
    EventStreams streams = new EventStreams(link);
    Repeated provide =
        new Repeated(
            vertx, "provide nats streams", PROVIDE_INTERVAL, () -> provide(vertx, streams));
    Context context = vertx.getOrCreateContext();
    Runnable provideNow = () -> context.runOnContext(ignored -> provide.once());
    link.onChange(up -> {
      if (up) {
        provideNow.run();
      }
    });
    JetStreamTransport transport =
        new JetStreamTransport(vertx, link, config, meters, provideNow, wake);
    return new Backbone(transport, List.of(provide), transport::close);
  }

  /** The client blocks until the server has answered. */
  private static void provide(Vertx vertx, EventStreams streams) {
    Callable<Boolean> blocking =
        () -> {
          streams.provide();
          return true;
        };
    vertx.executeBlocking(blocking).await();
  }
}
