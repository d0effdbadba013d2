package dev.groundwire.testing.nats;

import dev.groundwire.testing.program.DebianProgram;
import dev.groundwire.testing.program.GuardedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server with JetStream on one port and one folder, through any number of starts and ends.
 * It dies with this JVM. For one thread at a time.
 */
public final class NatsServer implements AutoCloseable {
  private static final DebianProgram PROGRAM =
      new DebianProgram(
          "nats-server",
          List.of("nats-server"),
          "NATS_SERVER",
          "https://github.com/nats-io/nats-server/releases");
  private static final Duration START = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_NANOS = 5_000_000;
  private static final int ANSWER_MILLIS = 2_000;

  private final Path binary;
  private final Path folder;
  private final int port;
  private @Nullable GuardedProcess process;

  private NatsServer(Path binary, Path folder, int port) {
    this.binary = binary;
    this.folder = folder;
    this.port = port;
  }

  /** Not started yet. Finds the program, which may be downloaded for it. */
  public static NatsServer create() throws IOException {
    Path binary = PROGRAM.find();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new NatsServer(
          binary, Files.createTempDirectory("groundwire-test-nats"), free.getLocalPort());
    }
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** Returns when it takes clients; does nothing when it runs. */
  public void start() throws IOException {
    if (process != null) {
      return;
    }
    GuardedProcess started =
        GuardedProcess.start(
            log(),
            binary.toString(),
            "--jetstream",
            "--store_dir",
            folder.resolve("store").toString(),
            "--addr",
            "127.0.0.1",
            "--port",
            Integer.toString(port));
    long end = System.nanoTime() + START.toNanos();
    while (!takesClients()) {
      if (System.nanoTime() > end || !started.isAlive()) {
        started.kill();
        throw new IllegalStateException(
            "nats-server did not start within " + START + ":\n" + Files.readString(log()));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    process = started;
  }

  /** A client is greeted with the server's facts once everything behind it is up. */
  private boolean takesClients() {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      client.setSoTimeout(ANSWER_MILLIS);
      return client.getInputStream().read() == 'I';
    } catch (IOException notYet) {
      return false;
    }
  }

  public boolean isRunning() {
    return process != null;
  }

  /** As an operator stops it: what it holds is on the disk. */
  public void stop() {
    if (process != null) {
      process.stop();
      process = null;
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** Frozen: connections stay open and nothing answers. */
  public void pause() {
    signal("-STOP");
  }

  public void resume() {
    signal("-CONT");
  }

  private void signal(String name) {
    if (process == null) {
      throw new IllegalStateException("nats-server is not running");
    }
    try {
      Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill " + name + " had no effect on nats-server");
      }
    } catch (IOException noKill) {
      throw new UncheckedIOException(noKill);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  private Path log() {
    return folder.resolve("nats-server.log");
  }

  /** Ends it and deletes its folder. */
  @Override
  public void close() throws IOException {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
