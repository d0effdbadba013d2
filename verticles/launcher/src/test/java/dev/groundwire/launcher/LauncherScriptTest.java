package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script in a checkout of its own; its Java and its Maven only say what they are given. */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {
  private static final String SCRIPT = "groundwire";

  @TempDir Path directory = Path.of("");
  private Path checkout = Path.of("");
  private Path tools = Path.of("");

  @BeforeEach
  void lookLikeACheckout() throws IOException {
    checkout = Files.createDirectories(directory.resolve("a checkout"));
    tools = Files.createDirectories(directory.resolve("tools"));
    executable(checkout.resolve(SCRIPT), Files.readString(Path.of("../../" + SCRIPT)));
    for (String part : List.of("codecs", "conf", "migrations", "verticles/launcher/target")) {
      Files.createDirectories(checkout.resolve(part));
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.EPOCH));
    executable(tools.resolve("mvn"), "#!/bin/sh\necho '[ERROR] no network'; exit 1\n");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    executable(home.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Path jar() throws IOException {
    return Files.writeString(checkout.resolve("verticles/launcher/target/groundwire.jar"), "a jar");
  }

  private Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private Outcome run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run(checkout.resolve(SCRIPT), environment, arguments);
  }

  @Test
  void runsTheJarWithWhatItWasGiven() throws IOException, InterruptedException {
    jar();
    Path home = jdk("jdk 25", "25.0.1");
    Outcome outcome =
        run(
            Map.of("JAVA_HOME", home.toString(), "GROUNDWIRE_JAVA_OPTS", "-Xmx1g -Da=b"),
            "ask",
            "two words");
    assertThat(outcome.text().lines())
        .containsSubsequence("-Xmx512m", "-Xmx1g", "-Da=b", "-jar")
        .endsWith("ask", "two words");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void prefersTheJavaThatIsNamed() throws IOException, InterruptedException {
    jar();
    Path named = jdk("named", "25");
    executable(named.resolve("bin/java"), "#!/bin/sh\necho named\n");
    Outcome outcome =
        run(
            Map.of(
                "JAVA_HOME", jdk("other", "25").toString(),
                "GROUNDWIRE_JAVA", named.resolve("bin/java").toString()),
            "start");
    assertThat(outcome.text()).isEqualTo("named\n");
  }

  @Test
  void refusesANamedJavaOfAnotherVersion() throws IOException, InterruptedException {
    jar();
    Path old = jdk("old", "17.0.2");
    Outcome outcome = run(Map.of("GROUNDWIRE_JAVA", old.toString()), "start");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.text())
        .contains("GROUNDWIRE_JAVA is not a JDK 25: " + old)
        .doesNotContain("No JDK 25 was found");
  }

  @Test
  void worksThroughASymbolicLink() throws IOException, InterruptedException {
    jar();
    Path link = Files.createSymbolicLink(tools.resolve("gw"), Path.of("../a checkout/groundwire"));
    Outcome outcome = run(link, Map.of("JAVA_HOME", jdk("jdk", "25.0.1").toString()), "help");
    assertThat(outcome.text().lines())
        .contains(checkout.toRealPath().resolve("verticles/launcher/target/groundwire.jar") + "");
  }

  @Test
  void buildsWhatIsOlderThanItsSourcesAndSaysWhyThatFailed()
      throws IOException, InterruptedException {
    Files.setLastModifiedTime(jar(), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    Files.writeString(checkout.resolve("conf/groundwire.yaml"), "a: b");
    Outcome outcome = run(Map.of("JAVA_HOME", jdk("jdk", "25").toString()), "start");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.text()).contains("Building;", "[ERROR] no network", "The build failed;");
  }

  @Test
  void buildsOnlyOnce() throws IOException, InterruptedException {
    executable(
        tools.resolve("mvn"),
        "#!/bin/sh\necho built >> '"
            + directory
            + "/builds'\n"
            + "echo jar > verticles/launcher/target/groundwire.jar\n");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("jdk", "25").toString());
    assertThat(run(environment, "start").status()).isZero();
    assertThat(run(environment, "start").status()).isZero();
    assertThat(Files.readAllLines(directory.resolve("builds"))).hasSize(1);
  }

  private record Outcome(int status, String text) {}
}
