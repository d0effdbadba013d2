package dev.groundwire.launcher.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the packaged jar is started: with the flags of the launcher script, on free ports, and with
 * nothing of the environment of this test but what programs need to run at all.
 *
 * @param otherJar instead of the one that this build has made
 * @param more flags of the Java machine, behind those of the script
 */
public record Launch(
    Path dataDir, Map<String, String> environment, Optional<Path> otherJar, List<String> more) {
  private static final Set<String> KEPT =
      Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH");

  public Launch {
    environment = Map.copyOf(environment);
    more = List.copyOf(more);
  }

  public static Launch on(Path dataDir) {
    return new Launch(
        dataDir,
        Map.of(
            "DATA_DIR", dataDir.toString(),
            "HTTP_PORT", "0",
            "MANAGEMENT_PORT", "0",
            "LC_ALL", "C.UTF-8"),
        Optional.empty(),
        List.of());
  }

  public Launch with(String name, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(name, value);
    return new Launch(dataDir, changed, otherJar, more);
  }

  public Launch withJar(Path jar) {
    return new Launch(dataDir, environment, Optional.of(jar), more);
  }

  /** The one that this build has made. */
  public Launch withThisJar() {
    return new Launch(dataDir, environment, Optional.empty(), more);
  }

  public Launch withFlags(String... flags) {
    return new Launch(dataDir, environment, otherJar, List.of(flags));
  }

  /** A command that is expected to end by itself, or a start that is expected to fail. */
  public Child run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(more);
    command.addAll(List.of("-jar", otherJar.orElseGet(Launch::jar).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(KEPT);
    builder.environment().putAll(environment);
    try {
      return new Child(builder.start());
    } catch (IOException unstartable) {
      throw new UncheckedIOException(unstartable);
    }
  }

  /** A server; returns once it says that it is ready. */
  public Node start(String... arguments) throws InterruptedException {
    return Node.ready(
        run(Stream.concat(Stream.of("start"), Stream.of(arguments)).toArray(String[]::new)),
        dataDir,
        Duration.ofSeconds(90));
  }

  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(Optional.of(here), Optional::isPresent, path -> path.map(Path::getParent))
        .flatMap(Optional::stream)
        .filter(path -> Files.isDirectory(path.resolve(".mvn")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("run in a checkout, not in " + here));
  }

  private static Path jar() {
    Path jar =
        Optional.ofNullable(System.getenv("GROUNDWIRE_JAR"))
            .map(Path::of)
            .orElseGet(() -> root().resolve("verticles/launcher/target/groundwire.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing; build it with: mvn package");
    }
    return jar;
  }

  /** Those of the script, but for the ones that speak of a screen. */
  private static List<String> flags() {
    return List.of("-Xmx512m", "@" + root().resolve("conf/jvm.options"));
  }
}
