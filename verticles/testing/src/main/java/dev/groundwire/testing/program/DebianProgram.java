package dev.groundwire.testing.program;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that tests need: named by a variable, on the PATH, or taken out of Debian's package,
 * which any account may where there is apt.
 *
 * @param packages where it is, the first of these that there is: releases of Debian differ
 * @param companions packages with what it runs on, {@code a|b} for one that releases call
 *     differently; then all come from the release that this machine has, and its libraries are
 *     beside it
 * @param variable of the environment, that names the program
 * @param elsewhere where those get it who have no apt
 */
public record DebianProgram(
    String name,
    List<String> packages,
    List<String> companions,
    String variable,
    String elsewhere) {
  /** One that needs nothing but itself. */
  public DebianProgram(String name, List<String> packages, String variable, String elsewhere) {
    this(name, packages, List.of(), variable, elsewhere);
  }

  /** Where it is now. */
  public Path find() throws IOException {
    String named = System.getenv(variable);
    if (named != null) {
      return program(Path.of(named))
          .orElseThrow(() -> new IllegalStateException(variable + " is no program: " + named));
    }
    Optional<Path> present = onPath();
    return present.isPresent() ? present.get() : fetched();
  }

  private Path fetched() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "groundwire", name);
    Files.createDirectories(cache);
    // Several test runs of one account may begin together.
    try (FileChannel file =
        FileChannel.open(
            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock(); // until the channel is closed
      Optional<Path> cached = unpacked(cache);
      for (String each : packages) {
        if (cached.isEmpty() && unpack(each, cache)) {
          cached = unpacked(cache);
        }
      }
      return cached.orElseThrow(() ->
          new IllegalStateException(
              "no %s: install it (Debian, Ubuntu: apt-get install %s; elsewhere: %s) or set %s to the program"
                  .formatted(name, packages.getFirst(), elsewhere, variable)));
    }
  }

  private boolean unpack(String name, Path cache) throws IOException {
    for (String companion : companions) {
      if (Stream.of(companion.split("\\|")).noneMatch(each -> unpackCompanion(each, cache))) {
        return false;
      }
    }
    return (companions.isEmpty() && DebianPackage.unpack(name, cache))
        || DebianPackage.unpackFromOwnSources(name, cache, isRoot());
  }

  private static boolean unpackCompanion(String name, Path cache) {
    try {
      return DebianPackage.unpackFromOwnSources(name, cache, isRoot());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * What starts the program with the libraries that were unpacked beside it; nothing of the kind
   * for one that was there.
   */
  public static List<String> command(Path program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=" + libraries(program)));
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String libraries(Path program) throws IOException {
    Path all = program.resolveSibling("../lib").normalize();
    if (!Files.isDirectory(all) || program.startsWith("/usr")) {
      return "";
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders.map(Path::toString).collect(Collectors.joining(":"));
    }
  }

  private Optional<Path> unpacked(Path cache) {
    return Stream.of("package/usr/bin", "package/usr/sbin")
        .flatMap(folder -> program(cache.resolve(folder).resolve(name)).stream())
        .findFirst();
  }

  private Optional<Path> onPath() {
    // Debian keeps servers in sbin, which is not on every account's PATH.
    String folders = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(folders.split(File.pathSeparator))
        .flatMap(folder -> program(Path.of(folder, name)).stream())
        .findFirst();
  }

  private static Optional<Path> program(Path file) {
    return Optional.of(file).filter(Files::isExecutable).filter(Files::isRegularFile);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
