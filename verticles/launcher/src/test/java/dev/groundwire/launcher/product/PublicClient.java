package dev.groundwire.launcher.product;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** The EventSource client that most programs outside a browser use, run by Node.js. */
final class PublicClient {
  private static final String PACKAGE = "eventsource@3.0.7";
  private static final Duration INSTALLATION = Duration.ofMinutes(2);

  private final Path folder;

  private PublicClient(Path folder) {
    this.folder = folder;
  }

  static PublicClient install() throws IOException, InterruptedException {
    Path folder = Launch.root().resolve("verticles/launcher/target/public-client");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
    Files.copy(
        Launch.root().resolve("verticles/launcher/src/test/resources/product/resume.mjs"),
        folder.resolve("resume.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    PublicClient client = new PublicClient(folder);
    Child npm = client.run("npm", "install", "--no-save", "--no-audit", "--no-fund", PACKAGE);
    if (npm.exitCode(INSTALLATION) != 0) {
      throw new IllegalStateException("npm did not install " + PACKAGE + ":\n" + npm.said());
    }
    return client;
  }

  /** One client for each place of a cut. */
  Child watch(URI events, List<String> cuts) {
    return run("node", "resume.mjs", events.toString(), String.join(",", cuts));
  }

  private Child run(String... command) {
    try {
      return new Child(new ProcessBuilder(command).directory(folder.toFile()).start());
    } catch (IOException missing) {
      throw new IllegalStateException(
          command[0]
              + " does not run: install Node.js 20 or newer with npm (Debian: apt-get install"
              + " nodejs npm)",
          missing);
    }
  }
}
