package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Vert.x tells of itself: its pools, and what its bus drops. Not every message: Vert.x looks
 * up several counters for each, and a token is several messages. Nothing of its HTTP clients, whose
 * gauges it registers anew with each connection and each request, of all clients under one name;
 * rooms count their calls themselves.
 */
final class VertxMeters implements VertxMetrics {
  private final VertxMetrics micrometer;
  private final MeterRegistry meters;

  private VertxMeters(VertxMetrics micrometer, MeterRegistry meters) {
    this.micrometer = micrometer;
    this.meters = meters;
  }

  static MetricsOptions options() {
    // Nodes of one process, as in tests, must not share Vert.x's registry of that name.
    return new MicrometerMetricsOptions()
        .setRegistryName("groundwire-" + UUID.randomUUID())
        .setEnabled(true);
  }

  record Factory(MeterRegistry meters) implements VertxMetricsFactory {
    @Override
    public VertxMetrics metrics(VertxOptions options) {
      return new VertxMeters(new MicrometerMetricsFactory(meters).metrics(options), meters);
    }
  }

  @Override
  public @Nullable PoolMetrics<?, ?> createPoolMetrics(String type, String name, int maxSize) {
    // Pools of HTTP clients are named by the addresses of subscribers and providers.
    return type.equals("sql") ? micrometer.createPoolMetrics(type, name, maxSize) : null;
  }

  @Override
  public EventBusMetrics<?> createEventBusMetrics() {
    return new Losses(meters);
  }

  @Override
  public boolean isMetricsEnabled() {
    return true;
  }

  @Override
  public void close() {
    micrometer.close();
  }

  /** By room: the address up to its first dot, so that their number is bounded. */
  private record Losses(MeterRegistry meters) implements EventBusMetrics<String> {
    @Override
    public String handlerRegistered(String address) {
      return room(address);
    }

    @Override
    public void discardMessage(@Nullable String room, boolean local, Message<?> message) {
      Counter.builder("eventbus.discarded")
          .description("Messages dropped since a room's queue was full")
          .tag("room", room == null ? "other" : room)
          .register(meters)
          .increment();
    }

    @Override
    public void replyFailure(String address, ReplyFailure failure) {
      if (failure == ReplyFailure.RECIPIENT_FAILURE) {
        return; // an answer, though not the one that was hoped for
      }
      Counter.builder("eventbus.reply.failures")
          .description("Requests on the bus that nobody answered, by why")
          .tags("room", room(address), "failure", failure.name().toLowerCase(Locale.ROOT))
          .register(meters)
          .increment();
    }

    private static String room(String address) {
      int dot = address.indexOf('.');
      return dot < 1 || address.startsWith("__vertx") ? "reply" : address.substring(0, dot);
    }
  }
}
