package dev.groundwire.launcher.cluster;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How nodes find each other and talk. Only read by the profile {@code cluster}.
 *
 * @param name nodes of one name and one secret are one cluster
 * @param secret whoever joins must know it; absent: only the name counts
 * @param host name or address of this node: it listens there, and the others reach it there
 * @param port of membership; the same at all nodes that {@code dns} names
 * @param busPort of the event bus; 0: any free one
 * @param publicHost where the others reach this node, if that is not its host; null: it is
 * @param publicPort where they reach its membership; 0: at its port
 * @param publicBusPort where they reach its event bus; 0: at its bus port
 * @param members {@code host:port} of some nodes, this one may be among them; those that run are
 *     enough
 * @param dns a name that resolves to the addresses of all nodes; instead of members
 * @param certificate PEM file of this node's certificate, for both directions of the bus
 * @param key PEM file of its private key
 * @param certificateAuthority PEM file of who has signed the certificates of all nodes
 * @param trustedNetwork whether the ports may be open, beyond loopback, without certificates
 * @param silence after which a node that answers no heartbeat counts as gone
 * @param probe between two proofs that this node is reached by the cluster
 */
public record ClusterConfig(
    @Env("CLUSTER_NAME") String name,
    @Env("CLUSTER_SECRET") @Nullable String secret,
    @Env("CLUSTER_HOST") String host,
    @Env("CLUSTER_PORT") int port,
    @Env("CLUSTER_BUS_PORT") int busPort,
    @Env("CLUSTER_PUBLIC_HOST") @Nullable String publicHost,
    @Env("CLUSTER_PUBLIC_PORT") int publicPort,
    @Env("CLUSTER_PUBLIC_BUS_PORT") int publicBusPort,
    @Env("CLUSTER_MEMBERS") List<String> members,
    @Env("CLUSTER_DNS") @Nullable String dns,
    @Env("CLUSTER_CERTIFICATE") @Nullable Path certificate,
    @Env("CLUSTER_KEY") @Nullable Path key,
    @Env("CLUSTER_CA") @Nullable Path certificateAuthority,
    @Env("CLUSTER_TRUSTED_NETWORK") boolean trustedNetwork,
    Duration silence,
    Duration probe) {
  private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9._-]+:[0-9]{1,5}");

  /** The PEM files of one node. */
  record Identity(Path certificate, Path key, Path authority) {}

  public ClusterConfig {
    members = List.copyOf(members);
    Require.that(name.matches("[a-z0-9-]{1,40}"), "cluster.name", "of a-z, 0-9 and -", name);
    Require.within("cluster.port", port, 1, 65_535);
    Require.within("cluster.bus_port", busPort, 0, 65_535);
    Require.within("cluster.public_port", publicPort, 0, 65_535);
    Require.within("cluster.public_bus_port", publicBusPort, 0, 65_535);
    Require.within("cluster.silence", silence, Duration.ofSeconds(3), Duration.ofMinutes(1));
    Require.within("cluster.probe", probe, Duration.ofMillis(500), Duration.ofSeconds(30));
    members.forEach(member ->
        Require.that(
            MEMBER.matcher(member).matches() && portOf(member) >= 1 && portOf(member) <= 65_535,
            "cluster.members",
            "host:port with a port of 1 to 65535, several with commas",
            member));
    Require.that(
        members.isEmpty() || dns == null, "cluster.dns", "absent where members is set", "" + dns);
    long files = Stream.of(certificate, key, certificateAuthority).filter(Objects::nonNull).count();
    if (files != 0 && files != 3) {
      throw new IllegalArgumentException(
          "cluster.certificate, cluster.key and cluster.certificate_authority belong together: some"
              + " are missing");
    }
  }

  private static int portOf(String member) {
    return Integer.parseInt(member.substring(member.lastIndexOf(':') + 1));
  }

  /** True when others reach this node elsewhere than it listens, as behind mapped ports. */
  boolean isReachedElsewhere() {
    return publicHost != null || publicPort != 0 || publicBusPort != 0;
  }

  /** Where the others reach this node. */
  String reachedHost() {
    return publicHost == null ? host : publicHost;
  }

  /** Where the others reach its membership. */
  int reachedPort() {
    return publicPort == 0 ? port : publicPort;
  }

  /** Absent: the bus is neither encrypted nor authenticated. */
  Optional<Identity> identity() {
    return certificate == null || key == null || certificateAuthority == null
        ? Optional.empty()
        : Optional.of(new Identity(certificate, key, certificateAuthority));
  }

  /**
   * Refuses ports that others could reach and use.
   *
   * @throws IllegalArgumentException whose message says what to set
   */
  public void checkExposure() {
    if (identity().isEmpty() && !trustedNetwork && !isLoopback()) {
      throw new IllegalArgumentException(
          "CLUSTER_HOST="
              + host
              + " is no loopback address and the bus has no certificates: set CLUSTER_CERTIFICATE,"
              + " CLUSTER_KEY and CLUSTER_CA, or CLUSTER_TRUSTED_NETWORK=1 where only the nodes"
              + " reach CLUSTER_PORT and CLUSTER_BUS_PORT");
    }
    if (secret == null && !isLoopback()) {
      throw new IllegalArgumentException(
          "CLUSTER_HOST="
              + host
              + " is no loopback address and anybody may join: set CLUSTER_SECRET, the same for all"
              + " nodes");
    }
  }

  private boolean isLoopback() {
    return Addresses.of(host).isLoopbackAddress();
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "ClusterConfig[" + name + " at " + host + ":" + port + "]";
  }
}
