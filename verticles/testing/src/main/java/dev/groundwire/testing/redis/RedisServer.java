package dev.groundwire.testing.redis;

import dev.groundwire.testing.program.DebianProgram;
import dev.groundwire.testing.program.GuardedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
 * A Redis server on one port, through any number of starts and ends, each of which loses what it
 * had: nothing is on the disk. It dies with this JVM. For one thread at a time.
 */
public final class RedisServer implements AutoCloseable {
  private static final DebianProgram PROGRAM =
      new DebianProgram(
          "redis-server",
          List.of("redis-server"),
          List.of("redis-tools", "libjemalloc2", "liblzf1"),
          "REDIS_SERVER",
          "https://redis.io/downloads");
  private static final Duration START = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_NANOS = 5_000_000;
  private static final int ANSWER_MILLIS = 2_000;

  private final Path binary;
  private final Path folder;
  private final int port;
  private @Nullable GuardedProcess process;

  private RedisServer(Path binary, Path folder, int port) {
    this.binary = binary;
    this.folder = folder;
    this.port = port;
  }

  /** Not started yet. Finds the program, which may be downloaded for it. */
  public static RedisServer create() throws IOException {
    Path binary = PROGRAM.find();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new RedisServer(
          binary, Files.createTempDirectory("groundwire-test-redis"), free.getLocalPort());
    }
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Returns when it takes clients; does nothing when it runs. */
  public void start() throws IOException {
    if (process != null) {
      return;
    }
    GuardedProcess started =
        GuardedProcess.start(
            log(),
            DebianProgram.command(
                    binary,
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--dir",
                    folder.toString(),
                    "--save",
                    "",
                    "--appendonly",
                    "no")
                .toArray(String[]::new));
    long end = System.nanoTime() + START.toNanos();
    while (!takesClients()) {
      if (System.nanoTime() > end || !started.isAlive()) {
        started.kill();
        throw new IllegalStateException(
            "redis-server did not start within " + START + ":\n" + Files.readString(log()));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    process = started;
  }

  private boolean takesClients() {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      client.setSoTimeout(ANSWER_MILLIS);
      client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return client.getInputStream().read() == '+';
    } catch (IOException notYet) {
      return false;
    }
  }

  public boolean isRunning() {
    return process != null;
  }

  /** As an operator stops it. */
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
      throw new IllegalStateException("redis-server is not running");
    }
    try {
      Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill " + name + " had no effect on redis-server");
      }
    } catch (IOException noKill) {
      throw new UncheckedIOException(noKill);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  private Path log() {
    return folder.resolve("redis-server.log");
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
