package dev.groundwire.gateway.health;

import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.redis.RedisLink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * How well the node is, as its last looks have shown. Who asks is answered from that, so that a
 * thousand questions a second cost no dependency anything, and none that hangs holds up an answer.
 * One event loop looks; others may ask.
 */
public final class NodeHealth {
  private final Vertx vertx;
  private final HealthConfig config;
  private final BooleanSupplier accepting;
  private final List<Probe> probes;
  private final Saturation saturation;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean looked;

  /**
   * @param accepting false once the node is stopping
   * @param isClustered whether other nodes belong to it
   * @param redis where there is one
   * @param bounds that this gateway has
   */
  public NodeHealth(
      Vertx vertx,
      HealthConfig config,
      Bus bus,
      TenantScopeRepository database,
      Optional<RedisLink> redis,
      List<Bound> bounds,
      BooleanSupplier accepting,
      boolean isClustered,
      Clock clock) {
    this.vertx = vertx;
    this.config = config;
    this.accepting = accepting;
    Dependencies dependencies = new Dependencies(bus, database, config.limit(), redis, clock);
    this.probes =
        dependencies.all(isClustered).stream()
            .map(each -> new Probe(each, config.limit(), clock))
            .toList();
    Bound models =
        new Bound(
            "places in every provider's queue", dependencies::waitingCalls, config.waitingCalls());
    this.saturation =
        new Saturation(
            Stream.concat(bounds.stream(), Stream.of(models)).toList(),
            config.full(),
            config.roomy(),
            config.fullFor(),
            clock);
  }

  /** Completes when every dependency has been looked at once; looks go on until the node ends. */
  public Future<Void> begin(MeterRegistry meters) {
    for (Probe probe : probes) {
      Gauge.builder("groundwire.dependency.up", probe, each -> each.standing().isDown() ? 0 : 1)
          .description("Whether a dependency answers")
          .tag("component", probe.name())
          .strongReference(true)
          .register(meters);
    }
    return look()
        .onSuccess(done -> vertx.setPeriodic(config.interval().toMillis(), ignored -> look()));
  }

  /** Is called after every look, on the loop that looks. */
  public void onLook(Runnable listener) {
    listeners.add(listener);
  }

  private Future<Void> look() {
    return Future.all(probes.stream().map(Probe::look).toList())
        .onSuccess(done -> {
          looked = true;
          saturation.look();
          listeners.forEach(Runnable::run);
        })
        .mapEmpty();
  }

  /** By component. */
  public Map<String, Standing> standings() {
    Map<String, Standing> standings = new TreeMap<>();
    probes.forEach(probe -> standings.put(probe.name(), probe.standing()));
    return standings;
  }

  public Overview overview() {
    return Overview.of(standings());
  }

  /** A stop is meant by somebody, and no failure. */
  boolean isStopping() {
    return !accepting.getAsBoolean();
  }

  public Readiness readiness() {
    List<String> reasons = new ArrayList<>();
    if (isStopping()) {
      reasons.add("Groundwire is stopping.");
    } else if (!looked) {
      reasons.add("Groundwire is starting.");
    } else {
      addIfDown(reasons, Dependencies.DATABASE, "The database is away. ");
      addIfDown(reasons, Dependencies.CLUSTER, "The cluster does not reach this node. ");
      reasons.addAll(saturation.reasons());
    }
    return Readiness.of(reasons);
  }

  private void addIfDown(List<String> reasons, String component, String what) {
    Standing standing = standings().get(component);
    if (standing != null && standing.isDown()) {
      reasons.add(what + standing.reason());
    }
  }
}
