package dev.groundwire.launcher.command;

import dev.groundwire.gateway.GatewayConfig;
import dev.groundwire.launcher.AppConfig;
import dev.groundwire.launcher.GroundwireNode;
import dev.groundwire.launcher.StartFailure;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.Patience;
import dev.groundwire.launcher.client.Pause;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The Groundwire a command talks to: one that runs already, or its own, which ends with it. */
final class Server implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final URI url;
  private final Optional<String> key;
  private final Optional<GroundwireNode> own;
  private final Runnable afterwards;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean broken;
  private boolean closing;

  private Server(URI url, Optional<String> key, Optional<GroundwireNode> own, Runnable afterwards) {
    this.url = url;
    this.key = key;
    this.own = own;
    this.afterwards = afterwards;
  }

  /** The one that answers at the configured address. */
  static Optional<Server> running(Setup setup) {
    AppConfig config = setup.config();
    GatewayConfig.Http http = config.gateway().http();
    if (http.port() == 0) {
      return Optional.empty();
    }
    Server server = new Server(address(http), setup.apiKey(config), Optional.empty(), () -> {});
    try (GroundwireClient client = server.client(LOOK)) {
      return client.isThere(LOOK) ? Optional.of(server) : Optional.empty();
    }
  }

  private static URI address(GatewayConfig.Http http) {
    boolean any = http.host().equals("0.0.0.0") || http.host().equals("::");
    String host = any ? "127.0.0.1" : http.host();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + http.port() + "/");
  }

  /**
   * Starts one in this process. It also stops when the process is told to.
   *
   * @param environment instead of the process's own
   * @param afterwards runs once it has stopped
   */
  static Server own(Setup setup, Map<String, String> environment, Runnable afterwards) {
    AppConfig config = AppConfig.load(environment, setup.overlay());
    // Before the start, so that an interrupted start is cleaned up as well.
    Thread cleanUp = Thread.ofPlatform().name("clean-up").unstarted(afterwards);
    Runtime.getRuntime().addShutdownHook(cleanUp);
    GroundwireNode node = GroundwireNode.start(config);
    Server server = new Server(node.url(), setup.apiKey(config), Optional.of(node), afterwards);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
    Runtime.getRuntime().removeShutdownHook(cleanUp);
    node.givenUp()
        .whenComplete((never, failure) -> {
          server.broken = true;
          server.closed.countDown();
        });
    return server;
  }

  /**
   * @param patience how long a call may be repeated while the server is busy
   */
  GroundwireClient client(Duration patience) {
    return new GroundwireClient(url, key, new Patience(patience), Pause.real());
  }

  URI url() {
    return url;
  }

  /** True when it ends with this command. */
  boolean isOwn() {
    return own.isPresent();
  }

  /** Serves until the process is told to stop; fails when the database has stopped for good. */
  void serve() throws InterruptedException {
    closed.await();
    if (broken) {
      throw new StartFailure(
          "The embedded PostgreSQL stopped too often and was given up; postgres/postgres.log in"
              + " DATA_DIR says why",
          new IllegalStateException("restart budget spent"));
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    try {
      own.ifPresent(GroundwireNode::close);
      afterwards.run();
    } finally {
      closed.countDown();
    }
  }
}
