package dev.groundwire.launcher;

import dev.groundwire.gateway.GatewayConfig;
import dev.groundwire.launcher.cluster.ClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Notices a port that cannot be had before the database and the rooms are started for nothing. The
 * gateway has the last word when it listens.
 */
final class PortCheck {
  private PortCheck() {}

  static void pass(AppConfig config) {
    GatewayConfig gateway = config.gateway();
    if (config.has(Role.GATEWAY)) {
      check("HTTP_PORT", "HTTP_HOST", gateway.http().host(), gateway.http().port());
    }
    GatewayConfig.Management management = gateway.management();
    check("MANAGEMENT_PORT", "MANAGEMENT_HOST", management.host(), management.port());
    if (config.profile().isCluster()) {
      ClusterConfig cluster = config.cluster();
      check("CLUSTER_PORT", "CLUSTER_HOST", cluster.host(), cluster.port());
      check("CLUSTER_BUS_PORT", "CLUSTER_HOST", cluster.host(), cluster.busPort());
    }
  }

  private static void check(String key, String hostKey, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the gateway does: connections of the process before may still be closing.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException refused) {
      String anyPort = key.equals("CLUSTER_PORT") ? "" : ", 0 for any,"; // the others look for it
      throw new StartFailure(
          """
          %1$s=%2$d on %3$s cannot be listened on (%4$s): stop the program that has it, or set \
          %1$s to a free port%6$s and %5$s to an address of this machine\
          """
              .formatted(key, port, host, refused.getMessage(), hostKey, anyPort),
          refused);
    }
  }
}
