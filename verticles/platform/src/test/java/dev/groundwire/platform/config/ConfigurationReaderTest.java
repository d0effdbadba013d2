package dev.groundwire.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {
  private static final String DEFAULTS =
      """
      room:
        port: 8080
        wait_time: 30s
        enabled: true
        names: [a]
        secret:
        level: low
      """;

  enum Level {
    LOW,
    HIGH
  }

  record Tree(Room room) {}

  record Room(
      @Env("PORT") int port,
      @Env("WAIT_SECONDS") Duration waitTime,
      @Env("ENABLED") boolean enabled,
      @Env("NAMES") List<String> names,
      @Env("SECRET") @Nullable String secret,
      @Env("LEVEL") Level level) {
    Room {
      Require.atLeast("room.port", port, 0);
      Require.positive("room.wait_time", waitTime);
    }
  }

  @TempDir Path folder;

  private Room read(Map<String, String> environment, Optional<Path> file) {
    return new ConfigurationReader(environment, folder.resolve("secrets"))
        .read(Tree.class, new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8)), file)
        .room();
  }

  @Test
  void takesTheDefaults() {
    assertThat(read(Map.of(), Optional.empty()))
        .isEqualTo(new Room(8080, Duration.ofSeconds(30), true, List.of("a"), null, Level.LOW));
  }

  @Test
  void letsTheFileOverrideDefaultsAndTheEnvironmentBoth() throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), "room: {port: 1, wait_time: 250ms}");
    Room room = read(Map.of("PORT", "2", "ENABLED", "0", "NAMES", "x, y"), Optional.of(file));
    assertThat(room)
        .isEqualTo(new Room(2, Duration.ofMillis(250), false, List.of("x", "y"), null, Level.LOW));
  }

  @Test
  void readsABareNumberAsSeconds() {
    assertThat(read(Map.of("WAIT_SECONDS", "0.5"), Optional.empty()).waitTime())
        .isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void readsSecretsFromFiles() throws IOException {
    Path named = Files.writeString(folder.resolve("named"), "one\n");
    assertThat(read(Map.of("SECRET_FILE", named.toString()), Optional.empty()).secret())
        .isEqualTo("one");
    Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets/secret"), "two\n");
    assertThat(read(Map.of(), Optional.empty()).secret()).isEqualTo("two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PORT         | many        | PORT (room.port) is not a whole number: "many"
          PORT         | 80.5        | PORT (room.port) is not a whole number: "80.5"
          PORT         | 99999999999 | PORT (room.port) is not a whole number within -2147483648..2147483647: "99999999999"
          PORT         | ''          | PORT (room.port) is not a whole number: ""
          PORT         | -1          | PORT (room.port) is not at least 0: -1
          WAIT_SECONDS | soon        | WAIT_SECONDS (room.wait_time) is not a duration such as 500ms, 30s, 10m, 24h or 7d: "soon"
          WAIT_SECONDS | 0           | WAIT_SECONDS (room.wait_time) is not longer than 0s: 0s
          ENABLED      | maybe       | ENABLED (room.enabled) is not 1, 0, true, false, on or off: "maybe"
          LEVEL        | middle      | LEVEL (room.level) is not one of low, high: "middle"
          """)
  void namesVariableKeyValueAndWhatIsAllowed(String variable, String value, String message) {
    assertThatThrownBy(() -> read(Map.of(variable, value), Optional.empty()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          room: {port: many}      | x.yaml: room.port is not a whole number: "many"
          room: {port: 1.5}       | x.yaml: room.port is not a whole number: "1.5"
          room: {port: -1}        | x.yaml: room.port is not at least 0: -1
          room: {port: }          | x.yaml: room.port has no value
          room: {names: }         | x.yaml: room.names has no value
          room: {names: many}     | x.yaml: room.names is not a list
          room: {secret: [s3cr]}  | x.yaml: room.secret is not a text
          room: {prot: 1}         | x.yaml: room.prot is not a configuration key; near it there are [enabled, level, names, port, secret, wait_time]
          room: 5                 | x.yaml: room is not a section with keys of its own
          """)
  void namesTheFileThatIsWrong(String yaml, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), yaml);
    assertThatThrownBy(() -> read(Map.of(), Optional.of(file)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(folder + "/" + message);
  }

  @Test
  void namesTheSecretsFileThatIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("port"), "many");
    assertThatThrownBy(() -> read(Map.of("PORT_FILE", file.toString()), Optional.empty()))
        .hasMessage("PORT_FILE (room.port) is not a whole number: \"many\"");
  }

  @Test
  void quotesNothingOfAFileThatIsNotYaml() throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), "room:\n  secret: s3cr: et\n");
    assertThatThrownBy(() -> read(Map.of(), Optional.of(file)))
        .hasMessage("The configuration file " + file + " is not YAML at line 2, column 15");
    assertThatThrownBy(() -> read(Map.of(), Optional.of(folder.resolve("none.yaml"))))
        .hasMessageContaining("none.yaml is not readable");
  }
}
