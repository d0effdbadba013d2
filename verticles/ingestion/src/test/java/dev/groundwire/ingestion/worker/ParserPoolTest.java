package dev.groundwire.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.ingestion.parse.ParseProgress;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParseRefused.Reason;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.ingestion.sample.OfficeSample;
import dev.groundwire.ingestion.sample.PdfSample;
import dev.groundwire.ingestion.sample.TextSample;
import dev.groundwire.ingestion.sample.WordSample;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParserPoolTest {
  private static final byte[] HONEST = "honest text".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void readsDocumentsAndReportsProgress() {
    List<ParseProgress> progress = new CopyOnWriteArrayList<>();
    try (ParserPool pool = Pools.standard(directory)) {
      ParsedDocument document =
          pool.parse(PdfSample.pages(Collections.nCopies(25, "a page")), "a.pdf", "", progress::add)
              .await();

      assertThat(document.blocks().getLast().page()).hasValue(25);
      assertThat(progress)
          .containsExactly(
              new ParseProgress(10, 25), new ParseProgress(20, 25), new ParseProgress(25, 25));
    }
  }

  @Test
  void refusesHostileDocumentsInOneProcessThatGoesOn() {
    try (ParserPool pool = Pools.standard(directory)) {
      long pid = pid(pool);
      byte[] line = new byte[60 << 20];
      Arrays.fill(line, (byte) 'x');

      assertThat(refusal(pool, WordSample.bomb(300 << 20), "a.docx").reason())
          .isEqualTo(Reason.HOSTILE);
      assertThat(refusal(pool, WordSample.withEntities(), "a.docx").reason())
          .isEqualTo(Reason.HOSTILE);
      assertThat(refusal(pool, line, "a.txt").reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(refusal(pool, OfficeSample.encrypted(WordSample.rich()), "a.docx").reason())
          .isEqualTo(Reason.ENCRYPTED);
      assertThat(parse(pool, TextSample.nestedPage(200_000), "a.html").await().text())
          .isEqualTo("the core");
      assertThat(pid(pool)).isEqualTo(pid);
    }
  }

  @Test
  void stopsADocumentThatHangsAndServesTheNext() {
    try (ParserPool pool =
        new ParserPool(Pools.config(1, 256, 10, Duration.ofSeconds(1)), directory)) {
      long pid = pid(pool);

      assertThat(refusal(pool, PdfSample.endless(), "a.pdf").reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(parse(pool, HONEST, "a.txt").await().text()).isEqualTo("honest text");
      assertThat(pid(pool)).isNotEqualTo(pid);
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(pool.deaths()).as("told to the metrics").isEqualTo(1);
    }
  }

  @Test
  void survivesADocumentThatNeedsMoreMemoryThanThereIs() {
    try (ParserPool pool =
        new ParserPool(Pools.config(1, 64, 10, Duration.ofMinutes(1)), directory)) {
      byte[] large = "слово ".repeat(3_000_000).getBytes(StandardCharsets.UTF_8);

      assertThat(refusal(pool, large, "a.txt").reason()).isEqualTo(Reason.OUT_OF_MEMORY);
      assertThat(parse(pool, HONEST, "a.txt").await().text()).isEqualTo("honest text");
    }
  }

  @Test
  void replacesAProcessThatDiedBetweenDocuments() {
    try (ParserPool pool = Pools.standard(directory)) {
      assertThat(pool.shelf().workers()).allSatisfy(Worker::exitCode);

      assertThat(parse(pool, HONEST, "a.txt").await().text()).isEqualTo("honest text");
    }
  }

  @Test
  void blamesTheDocumentOnceForAProcessThatDiesReadingIt() {
    try (ParserPool pool = Pools.standard(directory)) {
      Future<ParsedDocument> hanging =
          pool.parse(
              PdfSample.endless(),
              "a.pdf",
              "",
              reading -> pool.shelf().workers().forEach(Worker::kill));
      Future<ParsedDocument> next = parse(pool, HONEST, "a.txt");

      assertThat(catchThrowableOfType(ParseRefused.class, hanging::await).reason())
          .isEqualTo(Reason.OUT_OF_MEMORY);
      assertThat(next.await().text()).isEqualTo("honest text");
    }
  }

  @Test
  void refusesBeyondItsQueue() {
    try (ParserPool pool =
        new ParserPool(Pools.config(1, 256, 1, Duration.ofSeconds(1)), directory)) {
      List<Future<ParsedDocument>> asked =
          Stream.generate(() -> parse(pool, PdfSample.endless(), "a.pdf")).limit(3).toList();

      assertThat(catchThrowableOfType(BusFailure.class, asked.get(2)::await).code())
          .isEqualTo(FailureCode.OVERLOADED);
      assertThat(catchThrowableOfType(ParseRefused.class, asked.get(0)::await).reason())
          .isEqualTo(Reason.TIMEOUT);
    }
  }

  @Test
  void leavesNothingBehind() throws IOException {
    List<ProcessHandle> children;
    Future<ParsedDocument> hanging;
    try (ParserPool pool = Pools.standard(directory)) {
      parse(pool, HONEST, "a.txt").await();
      hanging = parse(pool, PdfSample.endless(), "a.pdf");
      children =
          pool.shelf().workers().stream()
              .map(Worker::pid)
              .flatMap(pid -> ProcessHandle.of(pid).stream())
              .toList();
    }

    assertThat(catchThrowableOfType(BusFailure.class, hanging::await).code())
        .isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(children).isNotEmpty().allMatch(child -> child.onExit().join() != null);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void endsWithItsParent() throws IOException {
    Process child = Launch.start(directory, 64);

    child.getOutputStream().close();

    assertThat(child.onExit().join().exitValue()).isZero();
  }

  private static Future<ParsedDocument> parse(ParserPool pool, byte[] content, String name) {
    return pool.parse(content, name, "", progress -> {});
  }

  private static ParseRefused refusal(ParserPool pool, byte[] content, String name) {
    return catchThrowableOfType(ParseRefused.class, () -> parse(pool, content, name).await());
  }

  private static long pid(ParserPool pool) {
    return pool.shelf().workers().getFirst().pid();
  }
}
