package dev.groundwire.testing.program;

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
 * A server on one loopback port and with one folder, through any number of starts and ends. It dies
 * with this JVM. For one thread at a time.
 */
public final class LoopbackServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_NANOS = 5_000_000;
  private static final int ANSWER_MILLIS = 2_000;
  private static final int SIGNAL_SECONDS = 10;

  private final ServerKind kind;
  private final Path binary;
  private final Path folder;
  private final int port;
  private @Nullable GuardedProcess process;

  private LoopbackServer(ServerKind kind, Path binary, Path folder, int port) {
    this.kind = kind;
    this.binary = binary;
    this.folder = folder;
    this.port = port;
  }

  /** Not started yet. Finds the program, which may be downloaded for it. */
  public static LoopbackServer create(ServerKind kind) throws IOException {
    Path binary = kind.program().find();
    Path folder = Files.createTempDirectory("groundwire-test-" + kind.program().name());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new LoopbackServer(kind, binary, folder, free.getLocalPort());
    }
  }

  /** The same after every restart. */
  public String url() {
    return kind.scheme() + "://127.0.0.1:" + port;
  }

  /** The same after every restart. */
  public int port() {
    return port;
  }

  /** Returns when it takes clients; does nothing when it runs. */
  public void start() throws IOException {
    if (process != null) {
      return;
    }
    String[] arguments = kind.arguments().of(folder, port).toArray(String[]::new);
    List<String> command = DebianProgram.command(binary, arguments);
    GuardedProcess started = GuardedProcess.start(log(), command.toArray(String[]::new));
    long end = System.nanoTime() + START.toNanos();
    while (!takesClients()) {
      if (System.nanoTime() > end || !started.isAlive()) {
        started.kill();
        throw new IllegalStateException(
            name() + " did not start within " + START + ":\n" + Files.readString(log()));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    process = started;
  }

  private boolean takesClients() {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      client.setSoTimeout(ANSWER_MILLIS);
      client.getOutputStream().write(kind.said().getBytes(StandardCharsets.ISO_8859_1));
      return client.getInputStream().read() == kind.answer();
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

  private void signal(String signal) {
    if (process == null) {
      throw new IllegalStateException(name() + " is not running");
    }
    try {
      Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
      if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill " + signal + " had no effect on " + name());
      }
    } catch (IOException noKill) {
      throw new UncheckedIOException(noKill);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  private String name() {
    return kind.program().name();
  }

  private Path log() {
    return folder.resolve(name() + ".log");
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
