package dev.groundwire.launcher.product;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program that uses a public library of npm, as programs of others do, run by Node.js. */
final class PublicClient {
  private static final Duration INSTALLATION = Duration.ofMinutes(2);

  private final Path folder;
  private final String script;

  private PublicClient(Path folder, String script) {
    this.folder = folder;
    this.script = script;
  }

  /** The EventSource client that most programs outside a browser use. */
  static PublicClient ofEvents() throws IOException, InterruptedException {
    return install("resume.mjs", "eventsource@3.0.7");
  }

  /** A subscriber that verifies with the library of Standard Webhooks. */
  static PublicClient ofWebhooks() throws IOException, InterruptedException {
    return install("subscriber.mjs", "standardwebhooks@1.1.1");
  }

  private static PublicClient install(String script, String library)
      throws IOException, InterruptedException {
    Path folder =
        Launch.root()
            .resolve("verticles/launcher/target/public-client")
            .resolve(library.replaceAll("@.*", ""));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
    Files.copy(
        Launch.root().resolve("verticles/launcher/src/test/resources/product").resolve(script),
        folder.resolve(script),
        StandardCopyOption.REPLACE_EXISTING);
    PublicClient client = new PublicClient(folder, script);
    Child npm =
        client.run(List.of("npm", "install", "--no-save", "--no-audit", "--no-fund", library));
    if (npm.exitCode(INSTALLATION) != 0) {
      throw new IllegalStateException("npm did not install " + library + ":\n" + npm.said());
    }
    return client;
  }

  /** One client for each place of a cut. */
  Child watch(URI events, List<String> cuts) {
    return start(events.toString(), String.join(",", cuts));
  }

  Child start(String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Child run(List<String> command) {
    try {
      return new Child(new ProcessBuilder(command).directory(folder.toFile()).start());
    } catch (IOException missing) {
      throw new IllegalStateException(
          command.getFirst()
              + " does not run: install Node.js 20 or newer with npm (Debian: apt-get install"
              + " nodejs npm)",
          missing);
    }
  }
}
