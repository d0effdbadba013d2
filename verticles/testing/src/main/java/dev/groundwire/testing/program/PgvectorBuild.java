package dev.groundwire.testing.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The extension {@code vector} for the PostgreSQL that tests run, which comes without it: compiled
 * from Debian's source, since Debian's own binary needs a newer C library than many machines have.
 * Done once for an account. Root gets a missing compiler by itself.
 */
public final class PgvectorBuild {
  /** Of the server that tests run. */
  private static final int POSTGRES = 17;

  private static final String VARIABLE = "PGVECTOR_FILES";

  /** No pg_config and no PGXS: the headers and the compiler are all it takes. */
  private static final String BUILD =
      """
      set -eu
      mkdir -p headers source objects built/lib built/extension
      dpkg-deb -x apt/postgresql-server-dev-%1$d_*.deb headers
      tar xzf apt/pgvector_*.orig.tar.gz -C source --strip-components=1
      include=headers/usr/include/postgresql/%1$d/server
      flags='-O2 -ftree-vectorize -fassociative-math -fno-signed-zeros -fno-trapping-math'
      flags="$flags -fno-strict-aliasing -fwrapv -fPIC -fvisibility=hidden -w"
      for file in source/src/*.c; do
        gcc $flags -Isource/src -I$include -c $file -o objects/$(basename $file .c).o
      done
      gcc -shared -o built/lib/vector.so objects/*.o -lm
      version=$(sed -n "s/^default_version = '\\(.*\\)'/\\1/p" source/vector.control)
      cp source/vector.control source/sql/vector--*--*.sql built/extension
      cp source/sql/vector.sql built/extension/vector--$version.sql
      rm -rf headers source objects
      """
          .formatted(POSTGRES);

  private PgvectorBuild() {}

  /** A folder with {@code lib/vector.so}, and {@code extension} with the files beside it. */
  public static Path files() throws IOException {
    String named = System.getenv(VARIABLE);
    if (named != null) {
      return complete(Path.of(named))
          .orElseThrow(() ->
              new IllegalStateException(
                  VARIABLE + " has no lib/vector.so and extension/vector.control: " + named));
    }
    Path cache =
        Path.of(System.getProperty("user.home"), ".cache", "groundwire", "pgvector-" + POSTGRES);
    Files.createDirectories(cache);
    // Several test runs of one account may begin together.
    try (FileChannel file =
        FileChannel.open(
            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock(); // until the channel is closed
      Path built = cache.resolve("built");
      if (complete(built).isEmpty()) {
        build(cache, built);
      }
      return complete(built).orElseThrow(PgvectorBuild::impossible);
    }
  }

  private static Optional<Path> complete(Path folder) {
    return Optional.of(folder)
        .filter(found -> Files.isReadable(found.resolve("lib/vector.so")))
        .filter(found -> Files.isReadable(found.resolve("extension/vector.control")));
  }

  private static void build(Path cache, Path built) throws IOException {
    Path work = Files.createTempDirectory(cache, "building-");
    Path apt = work.resolve("apt");
    Path settings = DebianPackage.trixie(apt).orElseThrow(PgvectorBuild::impossible);
    boolean done =
        DebianPackage.run(
                apt, settings, "apt-get", "-qq", "download", "postgresql-server-dev-" + POSTGRES)
            && DebianPackage.run(
                apt, settings, "apt-get", "-qq", "source", "--download-only", "pgvector")
            && hasCompiler(work)
            && DebianPackage.run(work, settings, "sh", "-c", BUILD);
    if (done) {
      Files.move(work.resolve("built"), built, StandardCopyOption.ATOMIC_MOVE);
    }
    delete(work);
  }

  private static boolean hasCompiler(Path work) throws IOException {
    Path own = Path.of("/dev/null");
    if (DebianPackage.run(work, own, "sh", "-c", "command -v gcc && test -e /usr/include/math.h")) {
      return true;
    }
    List<String> install =
        List.of("apt-get", "-qq", "install", "-y", "--no-install-recommends", "gcc", "libc6-dev");
    return "root".equals(System.getProperty("user.name"))
        && DebianPackage.run(work, own, "apt-get", "-qq", "update")
        && DebianPackage.run(work, own, install.toArray(String[]::new));
  }

  private static IllegalStateException impossible() {
    return new IllegalStateException(
        "no pgvector for the PostgreSQL of the tests: it is built on Debian and Ubuntu with gcc"
            + " (apt-get install gcc libc6-dev debian-archive-keyring); elsewhere set "
            + VARIABLE
            + " to a folder with lib/vector.so for PostgreSQL "
            + POSTGRES
            + ", and extension with vector.control and vector--*.sql");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
