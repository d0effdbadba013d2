package dev.groundwire.launcher.cluster;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.Child;
import dev.groundwire.launcher.product.Launch;
import dev.groundwire.launcher.product.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One place in a fleet: a node at addresses that stay the same through all of its lives. */
final class Member implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration READY = Duration.ofSeconds(90);

  private final int number;
  private final int management;
  private final Api api;
  private final HttpClient health;
  private volatile Launch launch;
  private volatile List<String> arguments = List.of("start");
  private volatile @Nullable Child child;
  private volatile @Nullable Node node;

  Member(int number, int http, int management, Launch launch) {
    this.number = number;
    this.management = management;
    this.api = new Api(URI.create("http://127.0.0.1:" + http));
    this.health =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();
    this.launch =
        launch
            .with("HTTP_PORT", Integer.toString(http))
            .with("MANAGEMENT_PORT", Integer.toString(management));
  }

  int number() {
    return number;
  }

  Api api() {
    return api;
  }

  /** For the next start: its environment, its roles, its jar. */
  void change(UnaryOperator<Launch> change) {
    launch = change.apply(launch);
  }

  /** For the next start: a file of settings beside its environment. */
  void configure(Path overlay) {
    arguments = List.of("start", "--config", overlay.toString());
  }

  void useJar(Path jar) {
    change(now -> now.withJar(jar));
  }

  /** Returns once it says that it is ready. */
  void start() throws InterruptedException {
    Child starting = launch.run(arguments.toArray(String[]::new));
    child = starting;
    node = Node.ready(starting, launch.dataDir(), READY);
  }

  private Node node() {
    Node now = node;
    if (now == null) {
      throw new IllegalStateException("node " + number + " was not started");
    }
    return now;
  }

  /** SIGKILL; returns once it is gone. */
  void kill() throws InterruptedException {
    node().kill();
  }

  /** SIGTERM; returns once it has ended as it should, with everything that it had started. */
  void stop() throws InterruptedException {
    node().stop();
  }

  /** SIGSTOP: its connections stay open and nothing answers. */
  void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    long pid = node().child().pid();
    Process kill = new ProcessBuilder("kill", name, Long.toString(pid)).start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IllegalStateException("kill " + name + " had no effect on node " + number);
    }
  }

  /** Of its process, from the very begin of a start; empty while there is none. */
  OptionalLong pid() {
    Child now = child;
    return now == null || !now.isAlive() ? OptionalLong.empty() : OptionalLong.of(now.pid());
  }

  /** Whatever a load balancer would see. */
  boolean isReady() throws InterruptedException {
    try {
      HttpRequest ready =
          HttpRequest.newBuilder(api.base().resolve("/health/ready")).timeout(ANSWER).build();
      return health.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException away) {
      return false;
    }
  }

  /** What it measures of itself; empty when it has no such metric. */
  Optional<Double> gauge(String name) throws IOException, InterruptedException {
    HttpRequest page =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(management)))
            .timeout(ANSWER)
            .build();
    return health
        .send(page, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst();
  }

  /** The last of what it printed, for messages of failed tests. */
  String said() {
    Child now = child;
    return "node " + number + ":\n" + (now == null ? "never started" : now.said());
  }

  @Override
  public void close() {
    Child last = child;
    if (last != null) {
      last.close();
    }
    health.shutdownNow();
  }
}
