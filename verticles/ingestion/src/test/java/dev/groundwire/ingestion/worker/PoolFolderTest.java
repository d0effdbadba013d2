package dev.groundwire.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolFolderTest {
  @TempDir Path parent;

  private Path leftBy(long pid, Instant start) throws IOException {
    Path folder = parent.resolve("parsers-" + pid);
    Files.createDirectories(folder.resolve("worker-1"));
    Files.writeString(folder.resolve("worker-1/document"), "half read");
    Files.writeString(folder.resolve("owner"), pid + " " + start);
    return folder;
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElseThrow();
  }

  @Test
  void removesWhatADeadProcessLeft() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    Instant start = startOf(ProcessHandle.current());
    dead.waitFor();
    Path left = leftBy(dead.pid(), start);
    Path unowned = Files.createDirectory(parent.resolve("parsers-unowned"));
    assertThat(PoolFolder.create(parent)).exists();
    assertThat(left).doesNotExist();
    assertThat(unowned).doesNotExist();
  }

  @Test
  void removesWhatAnEarlierProcessOfTheSameNumberLeft() throws IOException {
    ProcessHandle self = ProcessHandle.current();
    Path left = leftBy(self.pid(), startOf(self).minusSeconds(60));
    PoolFolder.create(parent);
    assertThat(left).doesNotExist();
  }

  @Test
  void leavesAloneWhatALivingProcessUses() throws IOException {
    ProcessHandle living = ProcessHandle.current().parent().orElseThrow();
    Path used = leftBy(living.pid(), startOf(living));
    Path own = PoolFolder.create(parent);
    Path second = PoolFolder.create(parent);
    assertThat(used).exists();
    assertThat(own).exists();
    assertThat(second).exists();
  }

  @Test
  void touchesNothingElse() throws IOException {
    Path other = Files.createDirectory(parent.resolve("index"));
    PoolFolder.create(parent);
    assertThat(other).exists();
  }
}
