package dev.groundwire.loadtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of a benchmark; it ends with this one, also when this one is stopped. */
public final class Part implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int STOP_SECONDS = 60;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern ADDRESS = Pattern.compile("listening on (http://\\S+)");

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread ending;

  private Part(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.ending = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ending);
  }

  public static Part start(
      String name, Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Part(name, builder.start(), log);
  }

  /** A JVM on the class path of this one. */
  public static Part java(
      String name, Path folder, int heapMegabytes, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(name, folder, Map.of(), command);
  }

  /** Waits until it has printed where it listens. */
  public URI address() {
    Waiting.until(
        name + " to listen (see " + log + ")",
        START,
        LOOK,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended while starting; see " + log);
          }
          return ADDRESS.matcher(printed()).find();
        });
    Matcher matcher = ADDRESS.matcher(printed());
    if (!matcher.find()) {
      throw new IllegalStateException(name + " listens nowhere; see " + log);
    }
    return URI.create(matcher.group(1));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path log() {
    return log;
  }

  private String printed() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public Cost cost() {
    return Cost.of(process.pid());
  }

  public long pid() {
    return process.pid();
  }

  /** What is in use on the heap of the JVM after a collection. */
  public double liveHeapKilobytes() throws IOException, InterruptedException {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    return used.find() ? Double.parseDouble(used.group(1)) : 0;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process running =
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      running.destroyForcibly();
    }
    return said;
  }

  public static InetSocketAddress socket(URI address) {
    return new InetSocketAddress(address.getHost(), address.getPort());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(ending);
  }
}
