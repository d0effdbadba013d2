package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.gateway.health.NodeHealth;
import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public door and the operators' one. For an event loop: it moves bytes and never awaits. */
public final class GatewayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private final GatewayConfig config;
  private final Pool pool;
  private final Optional<RedisLink> redis;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final Place place;
  private final Promise<ListeningPorts> listening = Promise.promise();
  private @Nullable Wiring wiring;
  private @Nullable Doors doors;
  private volatile boolean accepting = true;

  /**
   * @param pool of this Vert.x; the caller closes it after the gateway has stopped
   * @param redis what nodes share for a short time, and whose health is told; the caller closes it
   */
  public GatewayVerticle(
      GatewayConfig config,
      Pool pool,
      Optional<RedisLink> redis,
      Supplier<UUID> ids,
      Clock clock,
      Place place) {
    this.config = config;
    this.place = place;
    this.pool = pool;
    this.redis = redis;
    this.ids = ids;
    this.clock = clock;
  }

  /** Where it listens, once it does. */
  public Future<ListeningPorts> listening() {
    return listening.future();
  }

  @Override
  public Future<?> start() {
    Wiring parts = new Wiring(vertx, config, pool, redis, ids, clock);
    Doors both =
        new Doors(new HttpDoor(vertx, config.http(), parts.problems()), config, place.isPublic());
    wiring = parts;
    doors = both;
    NodeHealth health = parts.health(() -> accepting, place.isClustered());
    return parts
        .routers(health)
        .compose(both::open)
        .onSuccess(ports -> {
          announce(ports);
          parts.beginPings(health);
          vertx.setPeriodic(SWEEP_EVERY.toMillis(), ignored -> sweep(parts));
        })
        .onFailure(listening::tryFail);
  }

  private void announce(ListeningPorts ports) {
    LOG.atInfo()
        .addKeyValue("host", config.http().host())
        .addKeyValue("port", ports.http())
        .addKeyValue("management_port", ports.management())
        .log("listening");
    listening.complete(ports);
  }

  private void sweep(Wiring parts) {
    parts
        .store()
        .sweep(config.limits().orphanAge())
        .onFailure(failure -> LOG.atWarn().setCause(failure).log("uploads without document stay"));
  }

  private static BusFailure stopping() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "Groundwire is stopping; ask again.", Duration.ofSeconds(1));
  }

  /**
   * Says that this node stops, so that nobody new is sent here; takes whatever comes until it does.
   */
  public void announceStop() {
    accepting = false;
  }

  /** Whoever still waits near the end of the time is told so, instead of being cut off. */
  @Override
  public Future<?> stop() {
    accepting = false;
    if (wiring == null || doors == null) {
      return Future.succeededFuture();
    }
    wiring.endEndlessStreams();
    Wiring parts = wiring;
    long last =
        vertx.setTimer(
            Math.max(1, config.drainTimeout().toMillis() * 9 / 10),
            fired -> parts.bus().failStreams(stopping()));
    return doors
        .close(config.drainTimeout())
        .eventually(() -> {
          vertx.cancelTimer(last);
          return parts.bus().drain(config.drainTimeout());
        });
  }
}
