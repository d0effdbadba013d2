package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What lies where below the {@code postgres} folder.
 *
 * @param root moved into place only once everything in it is complete
 */
record PostgresFolder(Path root) {
  static final String ADMINISTRATOR = "postgres";
  static final String ROLE = "groundwire";

  /** What the server itself calls its data directory. */
  Path cluster() {
    return root.resolve("cluster");
  }

  Path pidFile() {
    return cluster().resolve("postmaster.pid");
  }

  Path log() {
    return root.resolve("postgres.log");
  }

  Path port() {
    return root.resolve("port");
  }

  Path passwordFile(String role) {
    return root.resolve(role + ".password");
  }

  String password(String role) {
    try {
      return Files.readString(passwordFile(role)).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void keepPassword(String role, String password) throws IOException {
    Path file = passwordFile(role);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password + "\n");
  }
}
