package dev.groundwire.testing.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A running browser with a profile of its own, which is deleted with it. */
final class Chromium {
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final Path profile;
  private final URI address;

  private Chromium(Process process, Path profile, URI address) {
    this.process = process;
    this.profile = profile;
    this.address = address;
  }

  static Chromium start(Path binary) throws IOException {
    Path profile = Files.createTempDirectory("chromium-profile");
    Process process =
        new ProcessBuilder(command(binary, profile))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    CompletableFuture<URI> address = new CompletableFuture<>();
    Thread.ofVirtual().name("chromium-messages").start(() -> drain(process, address));
    try {
      return new Chromium(process, profile, Waiting.within(START, address));
    } catch (RuntimeException notStarted) {
      process.destroyForcibly();
      throw notStarted;
    }
  }

  URI address() {
    return address;
  }

  private static List<String> command(Path binary, Path profile) {
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--mute-audio",
                "about:blank"));
    if (ChromiumBinary.isRoot()) {
      command.add(1, "--no-sandbox"); // Chromium refuses to run as root with it
    }
    return command;
  }

  /** Reads to the end, so that the browser never waits for a full pipe. */
  private static void drain(Process process, CompletableFuture<URI> address) {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          address.complete(URI.create(listening.group(1)));
        }
      }
      address.completeExceptionally(new IllegalStateException("Chromium ended while starting"));
    } catch (IOException closed) {
      address.completeExceptionally(closed);
    }
  }

  void stop() throws InterruptedException, IOException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(Chromium::delete);
    } catch (UncheckedIOException changing) {
      // a child of the browser that still writes: what is left is a temporary folder
      profile.toFile().deleteOnExit();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException stillUsed) {
      throw new UncheckedIOException(stillUsed);
    }
  }
}
