package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
  @TempDir Path folder;

  private void process(int id, int resident, int shared) throws IOException {
    Files.createDirectories(folder.resolve("" + id));
    Files.writeString(
        folder.resolve(id + "/status"),
        "Name:\tx\nVmRSS:\t    " + resident + " kB\nRssShmem:\t " + shared + " kB\nThreads:\t1\n");
  }

  @Test
  void readsWhatAProcessHolds() throws IOException {
    process(7, 100, 10);
    ProcessMemory memory = new ProcessMemory(folder);
    assertThat(memory.resident(7)).isEqualTo(100 * 1024.0);
    assertThat(memory.resident(8)).as("gone").isNaN();
  }

  @Test
  void countsOnceWhatProcessesShare() throws IOException {
    process(1, 500, 0);
    process(2, 140, 128);
    process(3, 150, 120);
    assertThat(new ProcessMemory(folder).together(LongStream.of(1, 2, 3, 4)))
        .as("500 and 12 and 30 of their own, 128 shared, and one that has ended")
        .isEqualTo(670 * 1024.0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void knowsThisProcessAndItsBound() {
    ProcessMemory memory = new ProcessMemory(Path.of("/proc"));
    double self = memory.resident(ProcessHandle.current().pid());
    assertThat(self).isGreaterThan(10_000_000);
    assertThat(memory.together(ProcessMemory.tree())).isGreaterThan(self / 2);
    assertThat(ProcessMemory.limit()).isGreaterThan(self);
  }
}
