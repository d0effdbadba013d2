package dev.groundwire.retrieval.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.PassageIndex;
import dev.groundwire.retrieval.index.PassageIndexContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LucenePassageIndexTest implements PassageIndexContract {
  private static final UUID DOCUMENT = new UUID(1, 1);

  @TempDir Path folder;
  private LucenePassageIndex index;

  @BeforeEach
  void open() {
    index = LucenePassageIndex.open(LuceneSettings.forTests(), folder.resolve("index"));
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Override
  public PassageIndex index() {
    return index;
  }

  @Test
  void keepsWhatWasWrittenOverAnOrderlyEnd() {
    write();
    index.close();
    open();

    assertThat(index.find(DOCUMENT)).isPresent();
  }

  @Test
  void isAtItsLastCommitAfterAKill() throws IOException {
    write();
    index.close();
    open();
    index.remove(DOCUMENT, 1);
    index.makeSearchable();
    Path copy = folder.resolve("as-found-after-the-kill");
    copy(folder.resolve("index"), copy);

    try (LucenePassageIndex found = LucenePassageIndex.open(LuceneSettings.forTests(), copy)) {
      assertThat(found.find(DOCUMENT)).isPresent();
    }
  }

  @Test
  void beginsAnewWhenAFileIsDamagedAndKeepsTheDamagedOne() throws IOException {
    write();
    index.close();
    for (Path file : files(folder.resolve("index"))) {
      if (!file.getFileName().toString().equals("write.lock")) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    open();

    assertThat(index.find(DOCUMENT)).isEmpty();
    assertThat(files(folder.resolve("index-unreadable"))).isNotEmpty();
    write();
    assertThat(index.find(DOCUMENT)).isPresent();
  }

  @Test
  void beginsAnewWhenAFileIsMissing() throws IOException {
    write();
    index.close();
    for (Path file : files(folder.resolve("index"))) {
      if (!file.getFileName().toString().startsWith("segments")) {
        Files.delete(file);
      }
    }
    open();

    assertThat(index.find(DOCUMENT)).isEmpty();
  }

  @Test
  void beginsAnewWhenTheFolderHoldsSomethingElse() throws IOException {
    index.close();
    Path strange = folder.resolve("strange");
    Files.createDirectories(strange);
    Files.writeString(strange.resolve("notes.txt"), "mine");

    try (LucenePassageIndex begun = LucenePassageIndex.open(LuceneSettings.forTests(), strange)) {
      assertThat(begun.list(Optional.empty(), 10)).isEmpty();
    }
    assertThat(folder.resolve("strange-unreadable").resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void refusesAnIndexThatIsInUseAndLeavesItAlone() {
    write();

    assertThatThrownBy(
            () -> LucenePassageIndex.open(LuceneSettings.forTests(), folder.resolve("index")))
        .hasMessageContaining("in use by another process");
    assertThat(index.find(DOCUMENT)).isPresent();
  }

  @Test
  void opensItselfAgainAfterAFailureOfTheDisk() throws IOException {
    AtomicInteger losses = new AtomicInteger();
    index.onLoss(losses::incrementAndGet);
    write();
    for (Path file : files(folder.resolve("index"))) {
      Files.delete(file);
    }
    Files.delete(folder.resolve("index"));

    // The first attempts meet the missing folder, or the writer that ended over it.
    assertThatThrownBy(this::write).isInstanceOf(BusFailure.class);
    for (int attempt = 0; attempt < 3 && losses.get() == 0; attempt++) {
      assertThatThrownBy(this::write)
          .isInstanceOfSatisfying(
              BusFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE));
    }

    assertThat(losses).hasValue(1);
    write();
    assertThat(index.find(DOCUMENT)).isPresent();
  }

  private void write() {
    index.replace(
        new IndexedDocument(
            new Tenant(new UUID(0, 1), new UUID(0, 2)),
            DOCUMENT,
            1,
            "a",
            Optional.of("en"),
            List.of(),
            Instant.EPOCH),
        List.of(List.of(new IndexedChunk(UUID.randomUUID(), "", "text", Optional.empty())))
            .iterator());
    index.makeSearchable();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      if (!file.getFileName().toString().equals("write.lock")) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
