package dev.groundwire.launcher.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.TcpIpConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The settings of Hazelcast: who belongs to the cluster, found by a list or by DNS alone. */
final class Membership {
  /** One node may die without taking a registration of another one with it. */
  private static final int BACKUPS = 1;

  /** A node of the list that is off costs the start no more. */
  private static final int CONNECT_SECONDS = 2;

  /** The two halves of a split cluster look for each other soon after it has healed. */
  private static final String FIRST_MERGE_SECONDS = "10";

  private static final String NEXT_MERGE_SECONDS = "5";

  /** At least three fit into the least silence after which a node counts as gone. */
  private static final String HEARTBEAT_SECONDS = "1";

  /** 0 makes every node that is discovered a cluster of its own. */
  private static final String JOIN_AFTER_SECONDS = "1";

  /** A look-up that waits for a node that is gone ends before the request that needs it does. */
  private static final String LOOK_UP_MILLIS = "10000";

  private Membership() {}

  static Config of(ClusterConfig cluster) {
    Config config = new Config();
    config.setClusterName(clusterName(cluster));
    config.setProperty("hazelcast.merge.first.run.delay.seconds", FIRST_MERGE_SECONDS);
    config.setProperty("hazelcast.merge.next.run.delay.seconds", NEXT_MERGE_SECONDS);
    config.setProperty("hazelcast.heartbeat.interval.seconds", HEARTBEAT_SECONDS);
    config.setProperty(
        "hazelcast.max.no.heartbeat.seconds", Long.toString(cluster.silence().toSeconds()));
    config.setProperty("hazelcast.wait.seconds.before.join", JOIN_AFTER_SECONDS);
    config.setProperty("hazelcast.socket.bind.any", "false");
    // Else connections to others would begin at the public address, which may be none of this
    // machine.
    config.setProperty(
        "hazelcast.socket.client.bind.any", Boolean.toString(cluster.isReachedElsewhere()));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.operation.call.timeout.millis", LOOK_UP_MILLIS);
    config.getIntegrityCheckerConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    config.getSerializationConfig().setJavaSerializationFilterConfig(onlyOurs());
    network(config.getNetworkConfig(), cluster);
    // What vertx-hazelcast keeps there must survive a node.
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(BACKUPS)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(BACKUPS));
    return config;
  }

  /** Members compare it when one joins, so it carries the secret's digest. */
  private static String clusterName(ClusterConfig cluster) {
    if (cluster.secret() == null) {
      return cluster.name();
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  ("groundwire cluster " + cluster.name() + " " + cluster.secret())
                      .getBytes(StandardCharsets.UTF_8));
      return cluster.name() + "-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JDK has it
    }
  }

  /** Whoever reaches the port must not have any class of this process made. */
  private static JavaSerializationFilterConfig onlyOurs() {
    JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
    filter
        .getWhitelist()
        .addPrefixes("java.lang.", "java.util.", "io.vertx.", "com.hazelcast.", "[");
    return filter;
  }

  private static void network(NetworkConfig network, ClusterConfig cluster) {
    network.setPort(cluster.port()).setPortAutoIncrement(false);
    network
        .getInterfaces()
        .setEnabled(true)
        .addInterface(Addresses.of(cluster.host()).getHostAddress());
    String reached = cluster.reachedHost() + ":" + cluster.reachedPort();
    if (cluster.isReachedElsewhere()) {
      network.setPublicAddress(reached);
    }
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    if (cluster.dns() == null) {
      TcpIpConfig members =
          join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(CONNECT_SECONDS);
      members.addMember(reached);
      cluster.members().forEach(members::addMember);
    } else {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", cluster.dns())
          .setProperty("service-port", Integer.toString(cluster.port()));
    }
  }
}
