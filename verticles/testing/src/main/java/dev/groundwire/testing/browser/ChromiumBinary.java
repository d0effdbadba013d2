package dev.groundwire.testing.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where the browser is; Debian's package is installed when it is missing and may be. */
final class ChromiumBinary {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration INSTALLATION = Duration.ofMinutes(8);

  private ChromiumBinary() {}

  static Path find() throws IOException, InterruptedException {
    Optional<String> named = Optional.ofNullable(System.getenv("CHROMIUM"));
    if (named.isPresent()) {
      return executable(Path.of(named.get()))
          .orElseThrow(() -> new IllegalStateException("CHROMIUM is no program: " + named.get()));
    }
    Optional<Path> present = onPath();
    if (present.isEmpty() && mayInstall()) {
      run("apt-get", "update", "-qq");
      run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium");
      present = onPath();
    }
    return present.orElseThrow(() ->
        new IllegalStateException(
            "no Chromium on PATH: install it (Debian: apt-get install chromium) or set"
                + " CHROMIUM to the program"));
  }

  private static Optional<Path> onPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .flatMap(candidate -> executable(candidate).stream())
        .findFirst();
  }

  private static Optional<Path> executable(Path file) {
    return Optional.of(file).filter(Files::isExecutable).filter(Files::isRegularFile);
  }

  private static boolean mayInstall() {
    return isRoot() && executable(Path.of("/usr/bin/apt-get")).isPresent();
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    if (!process.waitFor(INSTALLATION.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "not done within " + INSTALLATION + ": " + String.join(" ", command));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "failed with " + process.exitValue() + ": " + String.join(" ", command));
    }
  }
}
