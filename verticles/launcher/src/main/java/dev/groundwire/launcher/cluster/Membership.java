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
  private static final int BACKUPS = 1;
  private static final int CONNECT_SECONDS = 2;

  private Membership() {}

  static Config of(ClusterConfig cluster) {
    Config config = new Config();
    config.setClusterName(clusterName(cluster));
    // The two halves of a split cluster look for each other soon after it has healed.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty(
        "hazelcast.max.no.heartbeat.seconds", Long.toString(cluster.silence().toSeconds()));
    // 0 makes every node that is discovered a cluster of its own.
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.socket.bind.any", "false");
    // Else connections to others would begin at the public address, which may be none of this
    // machine.
    config.setProperty(
        "hazelcast.socket.client.bind.any", Boolean.toString(cluster.isReachedElsewhere()));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
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
