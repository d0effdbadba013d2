package dev.groundwire.launcher.cluster;

import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's membership in a cluster, from joining it to leaving it with its Vert.x. */
public final class Cluster {
  /**
   * What others look up is spread with a delay; requests on their way find their room meanwhile.
   */
  public static final Duration SPREAD_WITHIN = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Duration JOINED_WITHIN = Duration.ofMinutes(2);
  private static final Duration WITHDRAWN_WITHIN = Duration.ofSeconds(5);

  private final Registrations registrations;
  private final Vertx vertx;
  private final Duration probe;

  private Cluster(Registrations registrations, Vertx vertx, Duration probe) {
    this.registrations = registrations;
    this.vertx = vertx;
    this.probe = probe;
  }

  /**
   * Blocks until this node belongs to it.
   *
   * @throws IllegalArgumentException whose message says what to configure
   */
  public static Cluster join(ClusterConfig config, Telemetry telemetry, VertxOptions options) {
    config.checkExposure();
    Registrations registrations = new Registrations(Membership.of(config));
    Future<Vertx> joining =
        telemetry.clustered(options.setEventBusOptions(BusOptions.of(config)), registrations);
    try {
      Vertx vertx = joining.await(JOINED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      return new Cluster(registrations, vertx, config.probe());
    } catch (TimeoutException late) {
      joining.onSuccess(Vertx::close); // whoever comes too late is no member
      throw new IllegalStateException(
          "The cluster was not joined within "
              + JOINED_WITHIN.toSeconds()
              + " s: check CLUSTER_HOST, CLUSTER_PORT and CLUSTER_MEMBERS or CLUSTER_DNS",
          late);
    }
  }

  /** Begins to leave: blocks until the others no longer send this node what they can ask others. */
  public void withdraw() {
    try {
      registrations.withdraw().await(WITHDRAWN_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException unheard) {
      LOG.atWarn().addKeyValue("cause", unheard.toString()).log("cluster not told of the stop");
    }
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The identity of this node for as long as it runs. */
  public UUID node() {
    return UUID.fromString(registrations.getNodeId());
  }

  /** The room that proves the bus; for an event loop, before any other. */
  public Deployable room() {
    return new ClusterVerticle(registrations, node(), probe);
  }
}
