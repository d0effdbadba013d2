package dev.groundwire.launcher.cluster;

import dev.groundwire.launcher.product.Launch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several nodes of the packaged jar that are one Groundwire, on loopback. */
final class Fleet implements AutoCloseable {
  private static final Duration WHOLE = Duration.ofSeconds(45);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Below those that the system hands out itself, so that nobody else gets one meanwhile. */
  private static final int LOWEST_PORT = 15_000;

  private static final int PORTS = 15_000;

  private static final Pattern URL_WITH_PORT = Pattern.compile("(.*:)([0-9]+)(|/.*)");

  private final List<Member> members = new ArrayList<>();
  private final List<Ports> ports = new ArrayList<>();

  /** Where a node of a fleet listens for the others. */
  record Ports(int membership, int bus) {}

  private Fleet() {}

  /**
   * Not started yet.
   *
   * @param environment of all nodes; where the database is, at least
   */
  static Fleet of(int size, Path folder, Map<String, String> environment) throws IOException {
    Fleet fleet = new Fleet();
    for (int i = 0; i < size; i++) {
      fleet.ports.add(new Ports(freePort(), freePort()));
    }
    String secret = secret();
    for (int i = 0; i < size; i++) {
      Launch launch =
          Launch.on(folder.resolve("node-" + i))
              .withFlags("-Xmx320m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
              .with("GROUNDWIRE_PROFILE", "cluster")
              .with("SECRET_KEY", secret)
              .with("CLUSTER_PORT", Integer.toString(fleet.ports.get(i).membership()))
              .with("CLUSTER_BUS_PORT", Integer.toString(fleet.ports.get(i).bus()))
              .with("CLUSTER_MEMBERS", addresses(fleet.ports))
              .with("EMBEDDING_CALLERS", "1")
              .with("INGESTION_PARSERS", "1")
              .with("DATABASE_POOL_SIZE", "12");
      for (Map.Entry<String, String> each : environment.entrySet()) {
        launch = launch.with(each.getKey(), each.getValue());
      }
      fleet.members.add(new Member(i, freePort(), freePort(), launch));
    }
    return fleet;
  }

  private static String addresses(List<Ports> all) {
    return all.stream()
        .map(each -> "127.0.0.1:" + each.membership())
        .collect(Collectors.joining(","));
  }

  private static String secret() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static int freePort() throws IOException {
    IOException last = new IOException("no port was tried");
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = LOWEST_PORT + RANDOM.nextInt(PORTS);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw last;
  }

  /** Has every connection between two nodes led through the wire. */
  void leadThrough(Wire wire) throws IOException {
    for (Member member : members) {
      Ports own = ports.get(member.number());
      int membership = wire.door(member, own.membership());
      int bus = wire.door(member, own.bus());
      member.change(launch ->
          launch
              .with("CLUSTER_PUBLIC_PORT", Integer.toString(membership))
              .with("CLUSTER_PUBLIC_BUS_PORT", Integer.toString(bus)));
    }
    String doors =
        members.stream()
            .map(member -> "127.0.0.1:" + wire.doorOf(ports.get(member.number()).membership()))
            .collect(Collectors.joining(","));
    members.forEach(member -> member.change(launch -> launch.with("CLUSTER_MEMBERS", doors)));
  }

  /**
   * Has every connection of a node to these led through the wire.
   *
   * @param services URLs with a port of this machine, by the variable that names them
   */
  void leadThrough(Wire wire, Map<String, String> services) throws IOException {
    for (Map.Entry<String, String> service : services.entrySet()) {
      Matcher url = URL_WITH_PORT.matcher(service.getValue());
      if (!url.matches()) {
        throw new IllegalArgumentException(service + " names no port");
      }
      int door = wire.serviceDoor(Integer.parseInt(url.group(2)));
      String led = url.group(1) + door + url.group(3);
      members.forEach(member -> member.change(launch -> launch.with(service.getKey(), led)));
    }
  }

  /** Settings of all nodes that have no variable. */
  void configure(Path overlay) {
    members.forEach(member -> member.configure(overlay));
  }

  List<Member> members() {
    return List.copyOf(members);
  }

  Member member(int number) {
    return members.get(number);
  }

  List<Member> others(Member than) {
    return members.stream().filter(member -> member != than).toList();
  }

  /** All at once; returns when they are one cluster. */
  void start() throws InterruptedException {
    try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> starts = new ArrayList<>();
      for (Member member : members) {
        starts.add(
            starting.submit(() -> {
              member.start();
              return member;
            }));
      }
      for (Future<?> start : starts) {
        start.get();
      }
    } catch (ExecutionException failure) {
      throw new AssertionError("the fleet did not start:\n" + said(), failure);
    }
    awaitCluster(members, members.size(), WHOLE);
  }

  /** Returns once each of them is ready, counts so many members, and reaches all of them. */
  void awaitCluster(Collection<Member> these, int size, Duration patience)
      throws InterruptedException {
    for (Member member : these) {
      Eventually.so(
          "node " + member.number() + " is ready in a cluster of " + size,
          patience,
          () -> member.isReady() && sees(member, size) && health(member).equals("up"),
          this::said);
    }
  }

  static boolean sees(Member member, int size) throws IOException, InterruptedException {
    return member.gauge("groundwire_cluster_members").orElse(0.0) == size
        && member.gauge("groundwire_cluster_deaf_members").orElse(1.0) == 0;
  }

  /** Of the cluster, as the node says it. */
  static String health(Member member) throws IOException, InterruptedException {
    return member
        .api()
        .get("/health")
        .expect(200)
        .json()
        .getJsonObject("components")
        .getString("cluster");
  }

  String said() {
    return members.stream().map(Member::said).collect(Collectors.joining("\n\n"));
  }

  @Override
  public void close() {
    members.parallelStream().forEach(Member::close);
  }
}
