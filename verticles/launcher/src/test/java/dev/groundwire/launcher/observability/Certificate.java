package dev.groundwire.launcher.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate that somebody has to renew, made with the tool of the JDK. */
final class Certificate {
  private static final List<String> STORE = List.of("-alias", "ours", "-storepass", "changeit");
  private static final long SECONDS = 60;

  private Certificate() {}

  /** A PEM file of one that is valid for so many days. */
  static Path lasting(int days, Path folder) throws IOException, InterruptedException {
    String store = folder.resolve("certificate.p12").toString();
    Path pem = folder.resolve("certificate.pem");
    keytool(
        "-genkeypair",
        "-keystore",
        store,
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-validity",
        Integer.toString(days));
    keytool("-exportcert", "-keystore", store, "-rfc", "-file", pem.toString());
    return pem;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(STORE);
    Path said = Files.createTempFile("groundwire-keytool", ".out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("no certificate: " + Files.readString(said));
    }
    Files.delete(said);
  }
}
