package dev.groundwire.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.ingestion.parse.Block;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real documents with a manifest of what must come of each. They are not part of this repository:
 * the test runs where they lie beside it, or where {@code GROUNDWIRE_SHARED_DOCUMENTS} says.
 */
class SharedDocumentsTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir static Path directory;
  private static ParserPool shared;

  @BeforeAll
  static void startPool() {
    shared = Pools.standard(directory);
  }

  @AfterAll
  static void stopPool() {
    shared.close();
  }

  @TestFactory
  Stream<DynamicTest> fulfilsTheManifest() throws IOException {
    Optional<Path> documents = documents();
    if (documents.isEmpty()) {
      return Stream.empty();
    }
    JsonArray manifest = new JsonArray(Files.readString(documents.get().resolve("manifest.json")));
    return objects(manifest)
        .map(entry ->
            DynamicTest.dynamicTest(entry.getString("file"), () -> check(documents.get(), entry)));
  }

  /** A limit of heap growth is proved by a process whose whole heap is no more than that. */
  private static void check(Path documents, JsonObject entry) throws IOException {
    int heap = entry.getJsonObject("limits", new JsonObject()).getInteger("heap_growth_mb", 0);
    if (heap == 0) {
      check(shared, documents, entry);
      return;
    }
    try (ParserPool small = new ParserPool(Pools.config(1, heap, 10, DEADLINE), directory)) {
      check(small, documents, entry);
    }
  }

  private static void check(ParserPool pool, Path documents, JsonObject entry) throws IOException {
    String name = entry.getString("file");
    Future<ParsedDocument> parsed =
        pool.parse(Files.readAllBytes(documents.resolve(name)), name, "", progress -> {});
    long seconds =
        entry.getJsonObject("limits", new JsonObject()).getLong("seconds", DEADLINE.toSeconds());
    try {
      ParsedDocument document = parsed.await(seconds, TimeUnit.SECONDS);
      assertThat(entry.getString("outcome")).isIn("parse", "either");
      assertText(document, entry);
    } catch (ParseRefused refused) {
      assertThat(entry.getString("outcome")).as(refused.getMessage()).isIn("refuse", "either");
      assertThat(refused.reason()).isNotEqualTo(ParseRefused.Reason.OUT_OF_MEMORY);
      assertThat(refused.getMessage()).contains(entry.getString("reason", ""));
    } catch (TimeoutException late) {
      throw new AssertionError(name + " took longer than " + seconds + " s", late);
    }
  }

  private static void assertText(ParsedDocument document, JsonObject entry) {
    String all = collapsed(document.text());
    assertThat(all.codePointCount(0, all.length()))
        .isBetween(
            entry.getInteger("min_chars", 1), entry.getInteger("max_chars", Integer.MAX_VALUE));
    assertThat(document.blocks())
        .allMatch(block -> block.page().orElse(0) <= entry.getInteger("pages", Integer.MAX_VALUE));
    for (JsonObject phrase : objects(array(entry, "phrases")).toList()) {
      String where = phrase.containsKey("page") ? page(document, phrase.getInteger("page")) : all;
      assertThat(where).contains(collapsed(phrase.getString("text")));
    }
    for (Object unwanted : array(entry, "must_not_contain")) {
      assertThat(document.text()).doesNotContain(String.valueOf(unwanted));
    }
    if (entry.containsKey("any_phrase")) {
      assertThat(array(entry, "any_phrase"))
          .anyMatch(phrase -> all.contains(collapsed(String.valueOf(phrase))));
    }
  }

  private static JsonArray array(JsonObject entry, String key) {
    return entry.getJsonArray(key, new JsonArray());
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static String page(ParsedDocument document, int number) {
    StringBuilder page = new StringBuilder();
    for (Block block : document.blocks()) {
      if (block.page().orElse(0) == number) {
        page.append(document.text(), block.start(), block.end()).append(' ');
      }
    }
    return collapsed(page.toString());
  }

  private static String collapsed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static Optional<Path> documents() {
    String named = System.getenv("GROUNDWIRE_SHARED_DOCUMENTS");
    Stream<Path> candidates =
        named == null
            ? roots().map(root -> root.resolveSibling("shared").resolve("documents"))
            : Stream.of(Path.of(named));
    return candidates
        .filter(path -> Files.isRegularFile(path.resolve("manifest.json")))
        .findFirst();
  }

  /** This repository: tests run in the folder of their module. */
  private static Stream<Path> roots() {
    Path here = Path.of("").toAbsolutePath();
    return IntStream.rangeClosed(0, here.getNameCount())
        .mapToObj(up -> here.resolve("../".repeat(up)).normalize())
        .filter(path -> Files.isDirectory(path.resolve(".mvn")));
  }
}
