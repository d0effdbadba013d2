package dev.groundwire.testing;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.program.PgvectorBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adds pgvector to a server of ours that runs: its files to the server's own, itself to a database.
 */
public final class VectorExtension {
  private static final String FOLDERS =
      "SELECT setting FROM pg_config WHERE name IN ('PKGLIBDIR', 'SHAREDIR') ORDER BY name";

  private VectorExtension() {}

  public static void create(PostgresLogin administrator) {
    try (Connection connection =
            DriverManager.getConnection(
                administrator.jdbcUrl(), administrator.user(), administrator.password());
        Statement statement = connection.createStatement()) {
      try (ResultSet folders = statement.executeQuery(FOLDERS)) {
        folders.next();
        Path libraries = Path.of(folders.getString(1));
        folders.next();
        place(PgvectorBuild.files(), libraries, Path.of(folders.getString(1)));
      }
      statement.execute("CREATE EXTENSION vector");
    } catch (SQLException failure) {
      throw new IllegalStateException("the test database has no extension vector", failure);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void place(Path files, Path libraries, Path shared) throws IOException {
    copyTo(libraries, List.of(files.resolve("lib/vector.so")));
    try (Stream<Path> extension = Files.list(files.resolve("extension"))) {
      copyTo(shared.resolve("extension"), extension.toList());
    }
  }

  /** The folder belongs to all test runs of this account, which may begin together. */
  private static void copyTo(Path folder, List<Path> files) throws IOException {
    for (Path file : files) {
      Path target = folder.resolve(file.getFileName());
      if (!Files.exists(target)) {
        Path copy = Files.createTempFile(folder, "vector", ".part");
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
