package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the server's settings; the file is ours and is written anew at each start. */
final class ServerSettings {
  static final String FILE = "groundwire.conf";

  private ServerSettings() {}

  static void write(PostgresFolder folder, EmbeddedPostgresConfig config, int port)
      throws IOException {
    // commits reach the operating system either way, so that tests may kill the server
    String durability =
        config.durable()
            ? "fsync = on\nfull_page_writes = on\n"
            : "fsync = off\nfull_page_writes = off\n";
    String settings =
        """
        # written by Groundwire at each start; put your own settings into postgresql.conf after the include
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        port = %d
        max_connections = %d
        shared_buffers = %dMB
        synchronous_commit = on
        password_encryption = 'scram-sha-256'
        # one machine, no replicas: least WAL and fewest processes
        wal_level = minimal
        max_wal_senders = 0
        max_logical_replication_workers = 0
        max_wal_size = 512MB
        autovacuum_max_workers = 2
        # short queries: parallel workers and compilation cost more than they give, and /dev/shm may be tiny
        max_parallel_workers_per_gather = 0
        jit = off
        random_page_cost = 1.1
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%%m [%%p] '
        """
            .formatted(port, config.maxConnections(), config.sharedBuffers());
    Path file = folder.cluster().resolve(FILE);
    Path next = folder.cluster().resolve(FILE + ".next");
    Files.writeString(next, settings + durability);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
