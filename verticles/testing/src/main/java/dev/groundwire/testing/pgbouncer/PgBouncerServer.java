package dev.groundwire.testing.pgbouncer;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.program.DebianProgram;
import dev.groundwire.testing.program.LoopbackServer;
import dev.groundwire.testing.program.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A PgBouncer before every database of one server, as Debian packages it: nothing is set that it
 * does not ask for, but how it pools.
 *
 * @param login the same role and database as behind it
 */
public record PgBouncerServer(LoopbackServer server, PostgresLogin login) implements AutoCloseable {
  private static final DebianProgram PROGRAM =
      new DebianProgram(
          "pgbouncer",
          List.of("pgbouncer"),
          List.of("libc-ares2|libcares2", "libevent-2.1-7|libevent-2.1-7t64"),
          "PGBOUNCER",
          "https://www.pgbouncer.org/install.html");

  /** PostgreSQL's question whether the server speaks TLS; this one says no. */
  private static final String SSL_REQUEST = "\0\0\0\b\4\u00d2\u0016/";

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
    LoopbackServer server =
        LoopbackServer.create(
            new ServerKind(
                PROGRAM,
                "postgresql",
                SSL_REQUEST,
                'N',
                (folder, port) -> configured(folder, port, behind, sessions, mode, more)));
    server.start();
    return new PgBouncerServer(
        server,
        new PostgresLogin(
            "127.0.0.1", server.port(), behind.database(), behind.user(), behind.password()));
  }

  private static List<String> configured(
      Path folder, int port, PostgresLogin behind, int sessions, String mode, String more)
      throws IOException {
    // As root it becomes "nobody", who has to read what is here.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
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
    return "root".equals(System.getProperty("user.name"))
        ? List.of("--user=nobody", settings.toString())
        : List.of(settings.toString());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
