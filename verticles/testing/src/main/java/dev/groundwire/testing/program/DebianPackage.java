package dev.groundwire.testing.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program out of Debian's archive, by apt with lists and a cache of its own. */
final class DebianPackage {
  private static final Logger LOG = LoggerFactory.getLogger(DebianPackage.class);
  private static final Path KEYS = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
  private static final Path APT = Path.of("/usr/bin/apt-get");
  private static final long MINUTES = 5;

  private DebianPackage() {}

  /** False where that is not possible; needs no root. */
  static boolean unpack(String name, Path cache) throws IOException {
    Path apt = cache.resolve("apt");
    Optional<Path> settings = trixie(apt);
    return settings.isPresent() && fetched(name, cache, apt, settings.get());
  }

  /**
   * Debian's newest stable release as the only source, programs and sources of them, its lists up
   * to date: apt's settings for that. Empty where that is not possible.
   */
  static Optional<Path> trixie(Path apt) throws IOException {
    if (!Files.isReadable(KEYS) || !Files.isExecutable(APT)) {
      return Optional.empty();
    }
    Files.createDirectories(apt);
    Files.createDirectories(apt.resolve("lists/partial"));
    Files.createDirectories(apt.resolve("cache/archives/partial"));
    Files.createDirectories(apt.resolve("none"));
    Path sources = apt.resolve("sources.list");
    Files.writeString(
        sources,
        """
        deb [signed-by=%1$s] http://deb.debian.org/debian trixie main
        deb-src [signed-by=%1$s] http://deb.debian.org/debian trixie main
        """
            .formatted(KEYS));
    Path settings = apt.resolve("apt.conf");
    Files.writeString(
        settings,
        """
        Dir::Etc::sourcelist "%1$s/sources.list";
        Dir::Etc::sourceparts "%1$s/none";
        Dir::Etc::preferencesparts "%1$s/none";
        Dir::State::lists "%1$s/lists";
        Dir::Cache "%1$s/cache";
        Debug::NoLocking "true";
        APT::Sandbox::User "%2$s";
        Acquire::Languages "none";
        Acquire::GzipIndexes "true";
        Acquire::Retries "3";
        """
            .formatted(apt, System.getProperty("user.name")));
    return run(apt, settings, "apt-get", "-qq", "update")
        ? Optional.of(settings)
        : Optional.empty();
  }

  /**
   * From where this machine gets its packages; root may bring their list up to date. The package is
   * not installed, which would start what it serves.
   */
  static boolean unpackFromOwnSources(String name, Path cache, boolean isRoot) throws IOException {
    Path apt = Files.createDirectories(cache.resolve("apt"));
    Path none = Path.of("/dev/null");
    if (!Files.isExecutable(APT)) {
      return false;
    }
    if (fetched(name, cache, apt, none)) {
      return true;
    }
    return isRoot && run(apt, none, "apt-get", "-qq", "update") && fetched(name, cache, apt, none);
  }

  private static boolean fetched(String name, Path cache, Path apt, Path settings)
      throws IOException {
    return run(apt, settings, "apt-get", "-qq", "download", name)
        && run(apt, settings, "dpkg-deb", "-x", downloaded(apt, name), cache + "/package");
  }

  private static String downloaded(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> packages =
          files.filter(file -> file.getFileName().toString().startsWith(name + "_")).toList();
      return packages.getLast().toString();
    }
  }

  /** Runs it there, with those settings for apt; what it said is logged when it fails. */
  static boolean run(Path folder, Path settings, String... command) throws IOException {
    Path log = Files.createTempFile("groundwire-apt", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("APT_CONFIG", settings.toString());
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      if (ended && process.exitValue() == 0) {
        return true;
      }
      LOG.atWarn()
          .addKeyValue("command", String.join(" ", command))
          .addKeyValue("said", Files.readString(log))
          .log("no package from Debian");
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(log);
    }
  }
}
