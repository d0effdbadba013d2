package dev.groundwire.gateway;

import dev.groundwire.gateway.Wiring.Watch;
import dev.groundwire.gateway.http.DoorMeters;
import dev.groundwire.gateway.http.NodeCounts;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.platform.shared.SharedState;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public door and the operators' one. For an event loop: it moves bytes and never awaits.
 * {@link #another} has more of them serve the public door, each on an event loop of its own.
 */
public final class GatewayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
  private static final int MOST_PORTS = 65_535;

  private final GatewayConfig config;
  private final Pool pool;
  private final Optional<RedisLink> redis;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final Place place;
  private final int port;
  private final Promise<Opened> opened = Promise.promise();
  private final Promise<ListeningPorts> listening = Promise.promise();
  private @Nullable GatewayInstance instance;
  private @Nullable DoorMeters meters;
  private volatile boolean accepting = true;

  /** What further instances share with the first one. */
  private record Opened(NodeCounts counts, Watch watch) {}

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
    // Instances share a free port by a number below 0, which no other gateway of this Vert.x has.
    this.port =
        config.http().port() == 0
            ? -1 - ThreadLocalRandom.current().nextInt(MOST_PORTS)
            : config.http().port();
  }

  /** Where it listens, once it does. */
  public Future<ListeningPorts> listening() {
    return listening.future();
  }

  @Override
  public Future<?> start() {
    NodeCounts counts =
        NodeCounts.of(
            Telemetry.of(vertx).meters(), SharedState.open(vertx, redis, config.shared()));
    GatewayInstance first = instance(vertx, counts);
    instance = first;
    meters = counts.meters();
    Wiring parts = first.parts();
    return parts
        .watch(() -> accepting, place.isClustered())
        .compose(watch -> open(first, watch).onSuccess(ports -> begun(parts, counts, watch, ports)))
        .onFailure(listening::tryFail)
        .onFailure(opened::tryFail);
  }

  private GatewayInstance instance(Vertx where, NodeCounts counts) {
    return new GatewayInstance(
        where, config, new Wiring(where, config, pool, redis, ids, clock, counts));
  }

  private Future<ListeningPorts> open(GatewayInstance first, Watch watch) {
    Wiring parts = first.parts();
    return parts
        .router(watch)
        .compose(router ->
            place.isPublic()
                ? first.openPublic(port, router)
                : Future.succeededFuture(ListeningPorts.CLOSED))
        .compose(http ->
            first
                .openManagement(parts.management(watch))
                .map(management -> new ListeningPorts(http, management)));
  }

  private void begun(Wiring parts, NodeCounts counts, Watch watch, ListeningPorts ports) {
    LOG.atInfo()
        .addKeyValue("host", config.http().host())
        .addKeyValue("port", ports.http())
        .addKeyValue("management_port", ports.management())
        .log("listening");
    listening.complete(ports);
    opened.complete(new Opened(counts, watch));
    parts.beginPings(watch.health());
    vertx.setPeriodic(SWEEP_EVERY.toMillis(), ignored -> sweep(parts));
  }

  private void sweep(Wiring parts) {
    parts
        .store()
        .sweep(config.limits().orphanAge())
        .onFailure(failure -> LOG.atWarn().setCause(failure).log("uploads without document stay"));
  }

  /**
   * Says that this node stops, so that nobody new is sent here; takes whatever comes until it does.
   */
  public void announceStop() {
    accepting = false;
  }

  @Override
  public Future<?> stop() {
    accepting = false;
    DoorMeters counted = meters;
    return instance == null || counted == null
        ? Future.succeededFuture()
        : instance.close().onComplete(drained -> counted.close());
  }

  /**
   * Another instance, which serves a part of the connections of the public door once this one has
   * opened it. Health, pings and the operators' door stay with this one; bounds and counts are of
   * all together.
   */
  public Deployable another() {
    return new Another();
  }

  private final class Another extends VerticleBase {
    private @Nullable GatewayInstance further;

    @Override
    public Future<?> start() {
      Promise<Opened> here = Promise.promise();
      opened.future().onComplete(done -> context.runOnContext(then -> here.handle(done)));
      return here.future().compose(this::serve);
    }

    private Future<Integer> serve(Opened first) {
      GatewayInstance own = instance(vertx, first.counts());
      further = own;
      return own.parts().router(first.watch()).compose(router -> own.openPublic(port, router));
    }

    @Override
    public Future<?> stop() {
      return further == null ? Future.succeededFuture() : further.close();
    }
  }
}
