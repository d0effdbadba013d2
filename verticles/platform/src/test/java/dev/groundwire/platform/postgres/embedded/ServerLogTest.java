package dev.groundwire.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path root;

  private PostgresFolder folder;

  @BeforeEach
  void open() {
    folder = new PostgresFolder(root);
  }

  @Test
  void emptiesALongLogUnderTheServerThatWritesIt() throws IOException {
    byte[] much = new byte[(int) ServerLog.LARGEST + 1];
    try (OutputStream server =
        Files.newOutputStream(folder.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      server.write(much);
      ServerLog.keepShort(folder);
      server.write("later".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(folder.log()).hasContent("later");
    assertThat(root.resolve("postgres.log.old")).hasSize(much.length);
  }

  @Test
  void leavesAShortLogAlone() throws IOException {
    ServerLog.keepShort(folder);
    Files.writeString(folder.log(), "short");
    ServerLog.keepShort(folder);
    assertThat(folder.log()).hasContent("short");
    assertThat(root.resolve("postgres.log.old")).doesNotExist();
  }
}
