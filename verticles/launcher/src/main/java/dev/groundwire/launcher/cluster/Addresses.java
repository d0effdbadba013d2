package dev.groundwire.launcher.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names of hosts as Hazelcast's interfaces want them. */
final class Addresses {
  private Addresses() {}

  static String of(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "CLUSTER_HOST=" + host + " is not known: set it to a name or address of this machine",
          unknown);
    }
  }
}
