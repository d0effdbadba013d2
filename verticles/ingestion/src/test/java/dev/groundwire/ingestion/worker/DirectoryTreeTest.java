package dev.groundwire.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
  private static final int FILES = 300;

  @TempDir private Path parent;

  @RepeatedTest(10)
  void deletesAllWhileAnotherDeletesAPartOfIt() throws IOException {
    Path tree = Files.createDirectory(parent.resolve("tree"));
    Path part = Files.createDirectory(tree.resolve("part"));
    for (int i = 0; i < FILES; i++) {
      Files.createFile(part.resolve("file-" + i));
    }

    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> DirectoryTree.delete(part));
    DirectoryTree.delete(tree);
    other.join();

    assertThat(tree).doesNotExist();
  }
}
