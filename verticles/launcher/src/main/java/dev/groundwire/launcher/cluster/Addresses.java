package dev.groundwire.launcher.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What {@code CLUSTER_HOST} stands for. */
final class Addresses {
  private Addresses() {}

  /**
   * @throws IllegalArgumentException whose message says what to set
   */
  static InetAddress of(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "CLUSTER_HOST=" + host + " is not known: set it to a name or address of this machine",
          unknown);
    }
  }
}
