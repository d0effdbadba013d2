package dev.groundwire.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesArchiveTest {
  @TempDir Path into;

  @Test
  void namesThePlatformItHasNoProgramsFor() {
    assertThatThrownBy(() -> BinariesArchive.find("Linux", "riscv64"))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("linux-riscv64")
        .hasMessageContaining("DATABASE_URL");
  }

  @Test
  void isUnpackedOnceByMany() throws Exception {
    BinariesArchive archive = BinariesArchive.forThisMachine();
    try (ExecutorService racing = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> homes =
          Stream.generate(() -> racing.submit(() -> BinariesUnpacking.unpack(archive, into)))
              .limit(2)
              .toList();
      assertThat(homes.get(0).get()).isEqualTo(homes.get(1).get());
      assertThat(homes.get(0).get().resolve("bin/postgres")).isExecutable();
    }
    try (Stream<Path> left = Files.list(into)) {
      assertThat(left).hasSize(1);
    }
  }
}
