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

class ItemDefaultsTest {
  private static final String DEFAULTS =
      """
      door_defaults: {width: 2, patience: 5s}
      doors: []
      """;

  record House(DoorDefaults doorDefaults, @ItemDefaults("door_defaults") List<Door> doors) {}

  record DoorDefaults(int width, @Env("DOOR_PATIENCE") Duration patience) {}

  record Door(
      String name,
      int width,
      @Env("PATIENCE_<NAME>") Duration patience,
      @Env("<NAME>_KEY") @Nullable String key) {}

  @TempDir Path folder;

  private List<Door> doors(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), yaml);
    return new ConfigurationReader(environment, folder.resolve("secrets"))
        .read(
            House.class,
            new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8)),
            Optional.of(file))
        .doors();
  }

  @Test
  void fillsInWhatAnItemLeavesOut() throws IOException {
    assertThat(doors("doors: [{name: front, width: 3}, {name: back-yard}]", Map.of()))
        .containsExactly(
            new Door("front", 3, Duration.ofSeconds(5), null),
            new Door("back-yard", 2, Duration.ofSeconds(5), null));
  }

  @Test
  void letsVariablesOverrideTheDefaultsAndEachItem() throws IOException {
    Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets/front_key"), "s3cr3t\n");
    assertThat(
            doors(
                "doors: [{name: front}, {name: back-yard, patience: 9s}]",
                Map.of("DOOR_PATIENCE", "1", "PATIENCE_BACK_YARD", "2", "BACK_YARD_KEY", "k")))
        .containsExactly(
            new Door("front", 2, Duration.ofSeconds(1), "s3cr3t"),
            new Door("back-yard", 2, Duration.ofSeconds(2), "k"));
  }

  @Test
  void namesTheItemThatIsWrong() {
    assertThatThrownBy(() -> doors("doors: [{name: front, width: wide}]", Map.of()))
        .hasMessageEndingWith("x.yaml: doors[0].width is not a whole number: \"wide\"");
    assertThatThrownBy(() -> doors("doors: [{name: a}, {width: 1}]", Map.of()))
        .hasMessageEndingWith("x.yaml: doors[1].name has no value");
    assertThatThrownBy(() -> doors("doors: [5]", Map.of()))
        .hasMessageEndingWith("x.yaml: doors[0] is not a section with keys of its own");
    assertThatThrownBy(() -> doors("doors: {a: 1}", Map.of()))
        .hasMessageEndingWith("is not a section with keys of its own");
    assertThatThrownBy(() -> doors("doors: [{name: a}]", Map.of("PATIENCE_A", "soon")))
        .hasMessageStartingWith("PATIENCE_A (doors[0].patience) is not a duration");
  }
}
