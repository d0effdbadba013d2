package dev.groundwire.loadtests;

import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.Patience;
import dev.groundwire.launcher.client.Pause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The product as a person starts it: the script, with the options of the JVM that it ships. */
final class RunningNode implements AutoCloseable {
  static final String WORKSPACE = "default";
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Duration DEMO = Duration.ofMinutes(3);

  private final Path data;
  private final Map<String, String> environment;
  private final Process process;
  private final Calls calls;
  private final double secondsToReady;

  private RunningNode(
      Path data,
      Map<String, String> environment,
      Process process,
      Calls calls,
      double secondsToReady) {
    this.data = data;
    this.environment = environment;
    this.process = process;
    this.calls = calls;
    this.secondsToReady = secondsToReady;
  }

  /** Returns when it is ready. */
  static RunningNode start(Path data, Duration deadline) throws IOException {
    int port = freePort();
    int management = freePort();
    Map<String, String> environment =
        Map.of(
            "DATA_DIR", data.toString(),
            "HTTP_PORT", Integer.toString(port),
            "MANAGEMENT_PORT", Integer.toString(management));
    Calls calls = new Calls(URI.create("http://127.0.0.1:" + port));
    URI ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
    long begun = System.nanoTime();
    Process process = groundwire(data, environment, "start");
    try {
      Waiting.until(
          "readiness (see " + log(data) + ")",
          deadline,
          Duration.ofMillis(5),
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException("It ended while starting; see " + log(data));
            }
            return calls.answers200(ready);
          });
    } catch (RuntimeException failed) {
      process.destroyForcibly();
      calls.close();
      throw failed;
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new RunningNode(data, environment, process, calls, seconds);
  }

  private static Process groundwire(Path data, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("groundwire.home", ".."), "groundwire").toString());
    command.addAll(List.of(words));
    Files.createDirectories(data);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(data).toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Path log(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  double secondsToReady() {
    return secondsToReady;
  }

  Calls calls() {
    return calls;
  }

  GroundwireClient client() {
    return new GroundwireClient(
        calls.server(), Optional.empty(), new Patience(Duration.ofMinutes(2)), Pause.real());
  }

  ProcessTree tree() {
    return new ProcessTree(process.toHandle(), data);
  }

  /** Takes in the demo's papers and asks its question, as {@code ./groundwire demo} does. */
  void loadDemo() throws IOException, InterruptedException {
    Process demo = groundwire(data, environment, "demo", "--exit");
    if (!demo.waitFor(DEMO.toSeconds(), TimeUnit.SECONDS) || demo.exitValue() != 0) {
      demo.destroyForcibly();
      throw new IllegalStateException("The demo did not succeed; see " + log(data));
    }
  }

  /** Asks it to stop, and waits until it has. */
  @Override
  public void close() {
    calls.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("It did not stop within " + STOP + "; see " + log(data));
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
