package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.platform.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many instances of its rooms a node is told to have. */
class RoomInstancesTest {
  @TempDir static Path folder;

  private static AppConfig load(String roles, Optional<Path> file) {
    Map<String, String> environment =
        Map.of(
            "GROUNDWIRE_PROFILE", "cluster",
            "DATABASE_URL", "postgresql://groundwire@127.0.0.1/none",
            "SECRET_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            "GROUNDWIRE_ROLES", roles);
    return AppConfig.load(environment, file);
  }

  private static AppConfig load(String roles) {
    return load(roles, Optional.empty());
  }

  @Test
  void areOneUnlessSaidOtherwise() {
    AppConfig config = load("gateway:3, chat,llm:1");
    assertThat(config.instances(Role.GATEWAY)).isEqualTo(3);
    assertThat(config.instances(Role.CHAT)).isEqualTo(1);
    assertThat(config.has(Role.LLM)).isTrue();
    assertThat(config.has(Role.WEBHOOKS)).isFalse();
    assertThat(load("").instances(Role.GATEWAY)).isEqualTo(1);
    assertThat(load("").has(Role.GATEWAY)).isTrue();
  }

  @Test
  void standInTheFileToo() throws IOException {
    Path file = Files.writeString(folder.resolve("node.yaml"), "roles: [\"gateway:2\", chat]\n");
    Map<String, String> environment =
        Map.of(
            "GROUNDWIRE_PROFILE", "cluster",
            "DATABASE_URL", "postgresql://groundwire@127.0.0.1/none",
            "SECRET_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    AppConfig config = AppConfig.load(environment, Optional.of(file));
    assertThat(config.instances(Role.GATEWAY)).isEqualTo(2);
    assertThat(config.has(Role.JOBS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llm:2          | llm:2         | several instances may have: gateway",
        "dead-letter:9  | dead-letter:9 | several instances may have: gateway",
        "gateway:0      | gateway:0     | 1 to 64",
        "gateway:65     | gateway:65    | 1 to 64",
        "gateway:two    | gateway:two   | as in gateway:2",
        "gateway,gateway:2 | roles      | each once",
        "kitchen:2      | roles         | kitchen"
      })
  void areRefusedWhereTheyMeanNothing(String roles, String what, String cure) {
    assertThatThrownBy(() -> load(roles))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(what)
        .hasMessageContaining(cure);
  }
}
