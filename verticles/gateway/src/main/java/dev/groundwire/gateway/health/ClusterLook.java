package dev.groundwire.gateway.health;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.DescribeNodes;
import dev.groundwire.bus.chat.NodesDescribed;
import dev.groundwire.bus.cluster.ClusterBus;
import dev.groundwire.bus.cluster.ClusterDescribed;
import dev.groundwire.bus.cluster.DescribeCluster;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Whether the cluster reaches this node, and has every node that works on its database. Of one
 * event loop.
 */
final class ClusterLook {
  /** One that has died is alive in the database until its lease ends. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Bus bus;
  private final Duration limit;
  private final Clock clock;

  /** Nodes of the database that are no members, and since when. */
  private final Map<UUID, Instant> strangers = new HashMap<>();

  ClusterLook(Bus bus, Duration limit, Clock clock) {
    this.bus = bus;
    this.limit = limit;
    this.clock = clock;
  }

  Future<Verdict> look() {
    return Future.all(
            bus.request(ClusterBus.DESCRIBE_CLUSTER, new DescribeCluster(), limit), alive())
        .map(both -> verdict(both.resultAt(0), both.resultAt(1)));
  }

  /** Of another node perhaps, which may hang: that must not make this one look cut off. */
  private Future<List<UUID>> alive() {
    Duration half = limit.dividedBy(2);
    return bus.request(ChatBus.DESCRIBE_NODES, new DescribeNodes(), half)
        .timeout(half.toMillis(), TimeUnit.MILLISECONDS)
        .map(NodesDescribed::alive)
        .otherwise(List.of());
  }

  private Verdict verdict(ClusterDescribed cluster, List<UUID> alive) {
    if (cluster.deaf().contains(cluster.node())) {
      return Verdict.down(
          "The others do not find its addresses; it registers them anew by itself. Check that"
              + " CLUSTER_PORT and CLUSTER_BUS_PORT are reached.");
    }
    if (!cluster.deaf().isEmpty()) {
      return Verdict.degraded(
          "%d of %d nodes do not answer on the bus: check the log of each and that its"
                  .formatted(cluster.deaf().size(), cluster.members().size())
              + " CLUSTER_BUS_PORT is reached.");
    }
    long apart = apart(cluster.members(), alive);
    return apart == 0
        ? Verdict.UP
        : Verdict.degraded(
            "The database has nodes (%d) that are none of the %d of this cluster: give all of them the"
                    .formatted(apart, cluster.members().size())
                + " same CLUSTER_NAME and CLUSTER_SECRET, and check CLUSTER_MEMBERS or CLUSTER_DNS"
                + " and that CLUSTER_PORT is reached.");
  }

  private long apart(List<UUID> members, List<UUID> alive) {
    Instant now = clock.instant();
    strangers.keySet().retainAll(alive);
    members.forEach(strangers::remove);
    alive.stream()
        .filter(node -> !members.contains(node))
        .forEach(node -> strangers.putIfAbsent(node, now));
    return strangers.values().stream()
        .filter(since -> Duration.between(since, now).compareTo(SETTLED) >= 0)
        .count();
  }
}
