package dev.groundwire.testing.nats;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where nats-server is: named by {@code NATS_SERVER}, on the PATH, or taken from Debian, which any
 * account may where there is apt.
 */
final class NatsBinary {
  private static final String NAME = "nats-server";

  private NatsBinary() {}

  static Path find() throws IOException {
    String named = System.getenv("NATS_SERVER");
    if (named != null) {
      return program(Path.of(named))
          .orElseThrow(() -> new IllegalStateException("NATS_SERVER is no program: " + named));
    }
    Optional<Path> present = onPath();
    return present.isPresent() ? present.get() : fetched();
  }

  private static Path fetched() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "groundwire", NAME);
    Files.createDirectories(cache);
    // Several test runs of one account may begin together.
    try (FileChannel file =
        FileChannel.open(
            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock(); // until the channel is closed
      Path unpacked = cache.resolve("package/usr/sbin").resolve(NAME);
      if (program(unpacked).isEmpty() && !DebianPackage.unpack(NAME, cache) && isRoot()) {
        DebianPackage.install(NAME);
      }
      return program(unpacked)
          .or(NatsBinary::onPath)
          .orElseThrow(() ->
              new IllegalStateException(
                  "no nats-server: install it (Debian, Ubuntu: apt-get install nats-server;"
                      + " elsewhere: https://github.com/nats-io/nats-server/releases) or set"
                      + " NATS_SERVER to the program"));
    }
  }

  private static Optional<Path> onPath() {
    // Debian keeps it in sbin, which is not on every account's PATH.
    String folders = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(folders.split(File.pathSeparator))
        .flatMap(folder -> program(Path.of(folder, NAME)).stream())
        .findFirst();
  }

  private static Optional<Path> program(Path file) {
    return Optional.of(file).filter(Files::isExecutable).filter(Files::isRegularFile);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
