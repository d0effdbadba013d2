package dev.groundwire.launcher.product;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A running server of the packaged jar. */
public final class Node implements AutoCloseable {
  private final Child child;
  private final Path dataDir;
  private final Api api;
  private final int managementPort;

  private Node(Child child, Path dataDir, Api api, int managementPort) {
    this.child = child;
    this.dataDir = dataDir;
    this.api = api;
    this.managementPort = managementPort;
  }

  public static Node ready(Child child, Path dataDir, Duration patience)
      throws InterruptedException {
    JsonObject ready =
        child
            .err()
            .await(line -> line.contains("\"groundwire ready\""), patience)
            .map(JsonObject::new)
            .orElseThrow(() -> new AssertionError("did not become ready:\n" + child.said()));
    URI url = URI.create(ready.getString("url"));
    return new Node(child, dataDir, new Api(url), ready.getInteger("management_port"));
  }

  public Api api() {
    return api;
  }

  /** Its process. */
  public Child child() {
    return child;
  }

  public int managementPort() {
    return managementPort;
  }

  Path dataDir() {
    return dataDir;
  }

  public void kill() throws InterruptedException {
    child.kill();
  }

  /** As an operator stops it: everything it started must be gone with it. */
  public void stop() throws InterruptedException {
    int exitCode = child.terminate();
    if (exitCode != 0 && exitCode != 143) {
      throw new AssertionError("ended with " + exitCode + ":\n" + child.said());
    }
    Orphans.assertNone(dataDir);
  }

  @Override
  public void close() {
    child.close();
  }
}
