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

class ConfigurationReaderTest {
  private static final String DEFAULTS =
      """
      room:
        port: 8080
        wait_time: 30s
        enabled: true
        names: [a]
        secret:
      """;

  record Tree(Room room) {}

  record Room(
      @Env("PORT") int port,
      @Env("WAIT_SECONDS") Duration waitTime,
      @Env("ENABLED") boolean enabled,
      @Env("NAMES") List<String> names,
      @Env("SECRET") @Nullable String secret) {
    Room {
      if (port < 0) {
        throw new IllegalArgumentException("room.port is negative: " + port);
      }
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
        .isEqualTo(new Room(8080, Duration.ofSeconds(30), true, List.of("a"), null));
  }

  @Test
  void letsTheFileOverrideDefaultsAndTheEnvironmentBoth() throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), "room: {port: 1, wait_time: 250ms}");
    Room room = read(Map.of("PORT", "2", "ENABLED", "0", "NAMES", "x, y"), Optional.of(file));
    assertThat(room).isEqualTo(new Room(2, Duration.ofMillis(250), false, List.of("x", "y"), null));
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

  @Test
  void namesKeyValueAndCure() throws IOException {
    assertThatThrownBy(() -> read(Map.of("PORT", "many"), Optional.empty()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("room.port")
        .hasMessageContaining("many");
    assertThatThrownBy(() -> read(Map.of("PORT", "-1"), Optional.empty()))
        .hasMessage("room.port is negative: -1");
    assertThatThrownBy(() -> read(Map.of("WAIT_SECONDS", "soon"), Optional.empty()))
        .hasMessageContaining("room.wait_time")
        .hasMessageContaining("30s");
    assertThatThrownBy(() -> read(Map.of("ENABLED", "maybe"), Optional.empty()))
        .hasMessageContaining("room.enabled");
    Path typo = Files.writeString(folder.resolve("typo.yaml"), "room: {prot: 1}");
    assertThatThrownBy(() -> read(Map.of(), Optional.of(typo)))
        .hasMessageContaining("room.prot is not a configuration key")
        .hasMessageContaining("port");
    assertThatThrownBy(() -> read(Map.of(), Optional.of(folder.resolve("none.yaml"))))
        .hasMessageContaining("none.yaml is not readable");
  }
}
