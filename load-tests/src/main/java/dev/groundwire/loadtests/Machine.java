package dev.groundwire.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints what the figures were measured on: the head of a file of results. */
public final class Machine {
  private Machine() {}

  public static void main(String... arguments) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%s, %d processors (%s), %.1f GB memory, %s, JDK %s%n",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        cores(),
        fact(Path.of("/proc/cpuinfo"), "model name"),
        Long.parseLong(fact(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D+", "")) / 1e6,
        System.getProperty("os.arch"),
        Runtime.version());
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String fact(Path file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0");
    }
  }
}
