package dev.groundwire.testing.pgbouncer;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.program.DebianProgram;
import dev.groundwire.testing.program.GuardedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PgBouncer before every database of one server, as Debian packages it: nothing is set that it
 * does not ask for, but how it pools. It dies with this JVM.
 */
public final class PgBouncerServer implements AutoCloseable {
  private static final DebianProgram PROGRAM =
      new DebianProgram(
          "pgbouncer",
          List.of("pgbouncer"),
          List.of("libc-ares2|libcares2", "libevent-2.1-7|libevent-2.1-7t64"),
          "PGBOUNCER",
          "https://www.pgbouncer.org/install.html");
  private static final Duration START = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_NANOS = 5_000_000;
  private static final int ANSWER_MILLIS = 2_000;

  private final Path folder;
  private final PostgresLogin login;
  private final GuardedProcess process;

  private PgBouncerServer(Path folder, PostgresLogin login, GuardedProcess process) {
    this.folder = folder;
    this.login = login;
    this.process = process;
  }

  /**
   * In transaction mode.
   *
   * @param behind whose password it knows, and no other
   * @param sessions on the server, for all of its clients together
   */
  public static PgBouncerServer start(PostgresLogin behind, int sessions) throws IOException {
    return start(behind, sessions, "transaction", "");
  }

  /**
   * @param more further settings, a line each
   */
  public static PgBouncerServer start(PostgresLogin behind, int sessions, String mode, String more)
      throws IOException {
    Path binary = PROGRAM.find();
    Path folder = Files.createTempDirectory("groundwire-test-pgbouncer");
    // As root it becomes "nobody", who has to read what is here.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port = freePort();
    Path users = folder.resolve("users.txt");
    Files.writeString(users, "\"%s\" \"%s\"\n".formatted(behind.user(), behind.password()));
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        * = host=%s port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        pool_mode = %s
        default_pool_size = %d
        max_client_conn = 1000
        %s
        """
            .formatted(behind.host(), behind.port(), port, users, mode, sessions, more));
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    List<String> command =
        isRoot
            ? DebianProgram.command(binary, "--user=nobody", settings.toString())
            : DebianProgram.command(binary, settings.toString());
    Path log = folder.resolve("pgbouncer.log");
    GuardedProcess started = GuardedProcess.start(log, command.toArray(String[]::new));
    awaitClients(started, port, log);
    PostgresLogin login =
        new PostgresLogin("127.0.0.1", port, behind.database(), behind.user(), behind.password());
    return new PgBouncerServer(folder, login, started);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static void awaitClients(GuardedProcess started, int port, Path log) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!takesClients(port)) {
      if (System.nanoTime() > end || !started.isAlive()) {
        started.kill();
        throw new IllegalStateException(
            "pgbouncer did not start within " + START + ":\n" + Files.readString(log));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private static boolean takesClients(int port) {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The same role and database as behind it. */
  public PostgresLogin login() {
    return login;
  }

  @Override
  public void close() throws IOException {
    process.kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
