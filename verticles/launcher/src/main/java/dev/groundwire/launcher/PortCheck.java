package dev.groundwire.launcher;

import dev.groundwire.gateway.GatewayConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Notices a port that cannot be had before the database and the rooms are started for nothing. The
 * gateway has the last word when it listens.
 */
final class PortCheck {
  private PortCheck() {}

  static void pass(GatewayConfig gateway, boolean isPublic) {
    if (isPublic) {
      check("HTTP", gateway.http().host(), gateway.http().port());
    }
    check("MANAGEMENT", gateway.management().host(), gateway.management().port());
  }

  private static void check(String door, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the gateway does: connections of the process before may still be closing.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException refused) {
      throw new StartFailure(
          """
          %1$s_PORT=%2$d on %3$s cannot be listened on (%4$s): stop the program that has it, or set \
          %1$s_PORT to a free port, 0 for any, and %1$s_HOST to an address of this machine\
          """
              .formatted(door, port, host, refused.getMessage()),
          refused);
    }
  }
}
