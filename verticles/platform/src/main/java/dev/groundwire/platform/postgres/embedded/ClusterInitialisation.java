package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the cluster, the application's role and its database, all or nothing. */
final class ClusterInitialisation {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterInitialisation.class);
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int PASSWORD_BYTES = 24;

  private final Programs programs;
  private final boolean durable;
  private final SecureRandom random = new SecureRandom();

  ClusterInitialisation(Programs programs, boolean durable) {
    this.programs = programs;
    this.durable = durable;
  }

  /** The caller holds the lock on the data folder, so nobody else does this now. */
  PostgresFolder ensure(Path directory) {
    PostgresFolder folder = new PostgresFolder(directory.resolve("postgres"));
    try {
      if (Files.exists(folder.root())) {
        refuseOtherMajor(folder);
        return folder;
      }
      PostgresFolder staging = new PostgresFolder(directory.resolve("postgres.unfinished"));
      if (Files.exists(staging.root())) {
        Folders.delete(staging.root());
      }
      create(staging);
      Files.move(staging.root(), folder.root(), StandardCopyOption.ATOMIC_MOVE);
      LOG.atInfo().addKeyValue("folder", folder.root()).log("postgres cluster created");
      return folder;
    } catch (IOException failed) {
      throw new EmbeddedPostgresException(
          "The PostgreSQL cluster cannot be created in " + directory + ": " + failed, failed);
    }
  }

  private void refuseOtherMajor(PostgresFolder folder) throws IOException {
    Path file = folder.cluster().resolve("PG_VERSION");
    if (!Files.isRegularFile(file)) {
      throw new EmbeddedPostgresException(
          folder.root()
              + " exists but holds no PostgreSQL cluster (no cluster/PG_VERSION): move it away, or"
              + " restore it from a backup.");
    }
    String wrote = Files.readString(file).strip();
    String runs = programs.version();
    if (!wrote.equals(runs.substring(0, runs.indexOf('.')))) {
      throw new EmbeddedPostgresException(
          folder.root()
              + " was written by PostgreSQL "
              + wrote
              + ", this Groundwire carries "
              + runs
              + ": start it with the Groundwire that wrote it, move the data by dump and restore, or"
              + " set DATA_DIR to another folder.");
    }
  }

  private void create(PostgresFolder folder) throws IOException {
    Files.createDirectory(
        folder.root(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    folder.keepPassword(PostgresFolder.ADMINISTRATOR, password());
    folder.keepPassword(PostgresFolder.ROLE, password());
    initialise(folder);
    Files.writeString(
        folder.cluster().resolve("postgresql.conf"),
        "\ninclude '" + ServerSettings.FILE + "'\n",
        StandardOpenOption.APPEND);
    Files.writeString(folder.cluster().resolve(ServerSettings.FILE), "");
    createDatabase(folder);
  }

  private void initialise(PostgresFolder folder) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-D", folder.cluster().toString()));
    arguments.addAll(List.of("-U", PostgresFolder.ADMINISTRATOR, "-A", "scram-sha-256"));
    arguments.add("--pwfile=" + folder.passwordFile(PostgresFolder.ADMINISTRATOR));
    // the built-in provider sorts alike on every system and in every version of its libc
    arguments.addAll(
        List.of("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    arguments.addAll(List.of("--locale=C", "--data-checksums", "--no-instructions"));
    if (!durable) {
      arguments.add("--no-sync");
    }
    programs.require(DEADLINE, "initdb", "", arguments.toArray(String[]::new));
  }

  /** In single-user mode, so that no server without the application's role is ever reachable. */
  private void createDatabase(PostgresFolder folder) {
    String statements =
        """
        CREATE ROLE %1$s LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD '%2$s';
        CREATE DATABASE %1$s OWNER %1$s;
        """
            .formatted(PostgresFolder.ROLE, folder.password(PostgresFolder.ROLE));
    programs.require(
        DEADLINE,
        "postgres",
        statements,
        "--single",
        "-D",
        folder.cluster().toString(),
        "-c",
        "exit_on_error=on",
        "-c",
        "fsync=" + (durable ? "on" : "off"),
        "postgres");
  }

  private String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
