package dev.groundwire.webhooks;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses subscribers may have: public ones, unless the configuration allows all. Whoever
 * can name a URL must not reach what only this machine can reach.
 */
final class AddressPolicy {
  private static final List<Network> PRIVATE =
      List.of(
          Network.of("0.0.0.0", 8), // this network
          Network.of("10.0.0.0", 8),
          Network.of("100.64.0.0", 10), // shared by carriers; metadata of one cloud
          Network.of("127.0.0.0", 8),
          Network.of("168.63.129.16", 32), // metadata of one cloud, in the middle of public space
          Network.of("169.254.0.0", 16), // link-local; metadata of most clouds
          Network.of("172.16.0.0", 12),
          Network.of("192.0.0.0", 24),
          Network.of("192.0.2.0", 24), // documentation
          Network.of("192.88.99.0", 24), // relays to 6to4
          Network.of("192.168.0.0", 16),
          Network.of("198.18.0.0", 15), // benchmarks
          Network.of("198.51.100.0", 24), // documentation
          Network.of("203.0.113.0", 24), // documentation
          Network.of("224.0.0.0", 4), // multicast
          Network.of("240.0.0.0", 4), // reserved, broadcast
          Network.of("2001::", 23), // Teredo and others that carry an IPv4 address
          Network.of("2001:db8::", 32), // documentation
          Network.of("2002::", 16), // 6to4: carries an IPv4 address
          Network.of("3fff::", 20)); // documentation

  /** The only part of IPv6 that is handed out: loopback, local, mapped and others are outside. */
  private static final Network GLOBAL_IPV6 = Network.of("2000::", 3);

  private final boolean allowPrivate;

  AddressPolicy(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  boolean allows(InetAddress address) {
    return allowPrivate || isPublic(address);
  }

  boolean allowsPlainHttp() {
    return allowPrivate;
  }

  private static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return (address instanceof Inet4Address || GLOBAL_IPV6.holds(bytes))
        && PRIVATE.stream().noneMatch(network -> network.holds(bytes));
  }

  private record Network(InetAddress start, int bits) {
    static Network of(String start, int bits) {
      return new Network(InetAddress.ofLiteral(start), bits);
    }

    boolean holds(byte[] address) {
      byte[] first = start.getAddress();
      if (address.length != first.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ first[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
