package dev.groundwire.launcher.command;

import dev.groundwire.launcher.AppConfig;
import dev.groundwire.launcher.GroundwireNode;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.Patience;
import dev.groundwire.launcher.client.Pause;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The Groundwire a command talks to: one that runs already, or one of its own that ends with it. */
final class Server implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final URI url;
  private final Optional<GroundwireNode> own;
  private final Runnable afterwards;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  private Server(URI url, Optional<GroundwireNode> own, Runnable afterwards) {
    this.url = url;
    this.own = own;
    this.afterwards = afterwards;
  }

  /** The one that answers at the configured address. */
  static Optional<Server> running(Setup setup) {
    URI url = setup.configuredUrl();
    try (GroundwireClient client = new GroundwireClient(url, new Patience(LOOK), Pause.real())) {
      return client.isThere(LOOK)
          ? Optional.of(new Server(url, Optional.empty(), () -> {}))
          : Optional.empty();
    }
  }

  /**
   * Starts one in this process. It also stops when the process is told to.
   *
   * @param environment instead of the process's own
   * @param afterwards runs once it has stopped
   */
  static Server own(Setup setup, Map<String, String> environment, Runnable afterwards) {
    // Before the start, so that an interrupted start is cleaned up as well.
    Thread cleanUp = Thread.ofPlatform().name("clean-up").unstarted(afterwards);
    Runtime.getRuntime().addShutdownHook(cleanUp);
    GroundwireNode node =
        GroundwireNode.start(AppConfig.load(environment, setup.overlay()));
    Server server = new Server(node.url(), Optional.of(node), afterwards);
    Runtime.getRuntime().removeShutdownHook(cleanUp);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
    return server;
  }

  URI url() {
    return url;
  }

  /** True when it ends with this command. */
  boolean isOwn() {
    return own.isPresent();
  }

  /** Serves until the process is told to stop. */
  void serve() throws InterruptedException {
    closed.await();
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
