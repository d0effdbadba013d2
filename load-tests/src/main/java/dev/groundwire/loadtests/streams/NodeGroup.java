package dev.groundwire.loadtests.streams;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Nodes that are one Groundwire, each with everything; they come one by one. */
final class NodeGroup implements AutoCloseable {
  private final Path folder;
  private final URI provider;
  private final Map<String, String> shared;
  private final List<Product> nodes = new ArrayList<>();
  private final List<String> members = new ArrayList<>();
  private final List<ProcessorShare> shares = new ArrayList<>();

  /**
   * @param redis where they keep for each other what answers have told
   */
  NodeGroup(Path folder, URI provider, PostgresLogin database, String redis) {
    this.folder = folder;
    this.provider = provider;
    this.shared =
        Map.of(
            "GROUNDWIRE_PROFILE",
            "cluster",
            "CLUSTER_NAME",
            "nodes-" + ProcessHandle.current().pid(),
            "DATABASE_URL",
            "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                    database.user(),
                    database.password(),
                    database.host(),
                    database.port(),
                    database.database()),
            "REDIS_URL",
            redis,
            "SECRET_KEY",
            "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            "EMBEDDING_CALLERS",
            "1",
            "DATABASE_POOL_SIZE",
            "12",
            "CLUSTER_BUS_PORT",
            "0");
  }

  /** Returns when one more is ready. */
  void grow() throws IOException, InterruptedException {
    String port = Integer.toString(freePort());
    members.add("127.0.0.1:" + port);
    String name = "node-" + members.size();
    Map<String, String> environment = new HashMap<>(shared);
    environment.put("CLUSTER_PORT", port);
    environment.put("CLUSTER_MEMBERS", String.join(",", members));
    nodes.add(
        Product.start(name, Files.createDirectories(folder.resolve(name)), provider, environment));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int size() {
    return nodes.size();
  }

  /** What the next search of each node is. */
  List<Supplier<Target>> searches(Supplier<String> questions) {
    return each(node ->
        Target.post(
            "search",
            node.server(),
            "/api/v1/workspaces/default/search",
            Product.HEADERS,
            new JsonObject().put("query", questions.get()).put("limit", 10)));
  }

  /** What the next question of each node is, answered by that script. */
  List<Supplier<Target>> asks(String script) {
    return each(node -> Target.ask("ask", node.server(), Product.HEADERS, script));
  }

  private List<Supplier<Target>> each(Function<Product, Target> request) {
    return nodes.stream().<Supplier<Target>>map(node -> () -> request.apply(node)).toList();
  }

  /** Processor time of all nodes so far. */
  long cpuNanos() {
    return nodes.stream().mapToLong(node -> node.part().cost().cpuNanos()).sum();
  }

  /**
   * Keeps each node to a share until {@link #release}.
   *
   * @param percent of one processor
   */
  void hold(int percent) throws IOException {
    for (Product node : nodes) {
      shares.add(ProcessorShare.hold(node.part().pid(), percent));
    }
  }

  void release() throws IOException {
    while (!shares.isEmpty()) {
      shares.removeLast().close();
    }
  }

  @Override
  public void close() throws IOException {
    release();
    nodes.reversed().forEach(Product::close);
  }
}
