package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.Waiting;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The npm package {@code @portkey-ai/gateway}, installed once into a cache of the user. */
final class Portkey implements AutoCloseable {
  static final String VERSION = "1.15.2";
  private static final String PACKAGE = "@portkey-ai/gateway";

  /** With later versions of its server it answers every stream with 500. */
  private static final String SERVER_VERSION = "1.13.8";

  private static final Duration START = Duration.ofMinutes(1);
  private static final int INSTALL_MINUTES = 5;

  private final Part part;
  private final URI address;

  private Portkey(Part part, URI address) {
    this.part = part;
    this.address = address;
  }

  static Portkey start(Path folder) throws IOException, InterruptedException {
    Path home = install();
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path main = home.resolve("node_modules").resolve(PACKAGE).resolve("build/start-server.js");
    Part part =
        Part.start(
            "portkey",
            folder,
            Map.of("NODE_ENV", "production", "TRUSTED_CUSTOM_HOSTS", "127.0.0.1,localhost"),
            List.of("node", main.toString(), "--port=" + port, "--headless"));
    try {
      Waiting.until(
          "portkey to listen (see " + part.log() + ")",
          START,
          Duration.ofMillis(50),
          () -> listens(part, port));
    } catch (RuntimeException failed) {
      part.close();
      throw failed;
    }
    return new Portkey(part, URI.create("http://127.0.0.1:" + port + "/v1"));
  }

  private static boolean listens(Part part, int port) {
    if (!part.isAlive()) {
      throw new IllegalStateException("portkey ended while starting; see " + part.log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path install() throws IOException, InterruptedException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
            .resolve("groundwire-load-tests")
            .resolve("portkey-" + VERSION + "-" + SERVER_VERSION);
    if (Files.exists(home.resolve("installed"))) {
      return home;
    }
    Files.createDirectories(home);
    JsonObject wanted =
        new JsonObject()
            .put("private", true)
            .put("dependencies", new JsonObject().put(PACKAGE, VERSION))
            .put("overrides", new JsonObject().put("@hono/node-server", SERVER_VERSION));
    Files.writeString(home.resolve("package.json"), wanted.encodePrettily());
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--prefix",
                home.toString(),
                "--no-audit",
                "--no-fund",
                "--ignore-scripts")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("install.log").toFile())
            .start();
    if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException(PACKAGE + " was not installed; see " + home.resolve("install.log"));
    }
    Files.writeString(home.resolve("installed"), VERSION);
    return home;
  }

  Target target(URI provider, String script, boolean stream) {
    Map<String, String> headers =
        Map.of(
            "authorization", "Bearer none",
            "x-portkey-provider", "openai",
            "x-portkey-custom-host", provider.toString());
    return Target.chat("portkey", address, headers, script, stream);
  }

  @Override
  public void close() {
    part.close();
  }
}
