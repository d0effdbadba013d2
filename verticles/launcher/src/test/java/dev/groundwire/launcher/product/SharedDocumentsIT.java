package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real documents with a manifest of what must come of each, through the public door. They are not
 * part of this repository: the test runs where they lie beside it, or where {@code
 * GROUNDWIRE_SHARED_DOCUMENTS} says.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class SharedDocumentsIT {
  @TempDir static Path folder;
  private static Optional<Node> node = Optional.empty();

  @BeforeAll
  static void start() throws InterruptedException {
    if (documents().isPresent()) {
      // The faster model: this is about texts and pages.
      node = Optional.of(Launch.on(folder).with("EMBEDDING_MODEL", "all-minilm-l6-v2-q").start());
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (node.isPresent()) {
      try (Node ending = node.get()) {
        ending.stop();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> fulfilsTheManifest() throws IOException {
    Optional<Path> documents = documents();
    if (documents.isEmpty()) {
      return Stream.empty();
    }
    Api api = node.orElseThrow().api();
    return objects(new JsonArray(Files.readString(documents.get().resolve("manifest.json"))))
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getString("file"), () -> check(api, documents.get(), entry)));
  }

  private static void check(Api api, Path documents, JsonObject entry) throws Exception {
    String name = entry.getString("file");
    Reply upload = api.upload(name, Files.readAllBytes(documents.resolve(name)));
    if (upload.status() != 202) {
      assertThat(entry.getString("outcome")).as(upload.body()).isIn("refuse", "either");
      upload.expectProblem(upload.status(), entry.getString("reason", ""));
      assertThat(upload.status()).isBetween(400, 499);
      return;
    }
    UUID id = upload.firstDocument();
    JsonObject document = api.settled(id);
    JsonArray chunks = api.all(Api.WORKSPACE + "/documents/" + id + "/chunks");
    if (document.getString("status").equals("failed")) {
      assertThat(entry.getString("outcome")).as(document.encode()).isIn("refuse", "either");
      assertThat(document.getString("error"))
          .contains(entry.getString("reason", ""))
          .doesNotContain("Exception", "\n");
      assertThat(chunks).isEmpty();
    } else {
      assertThat(entry.getString("outcome")).as(document.encode()).isIn("parse", "either");
      assertThat(chunks).hasSize(document.getInteger("chunks")).isNotEmpty();
      assertText(chunks, entry);
    }
  }

  private static void assertText(JsonArray chunks, JsonObject entry) {
    String all = collapsed(text(chunks, Optional.empty()));
    assertThat(all.codePointCount(0, all.length()))
        .isBetween(
            entry.getInteger("min_chars", 1), entry.getInteger("max_chars", Integer.MAX_VALUE));
    assertThat(objects(chunks).map(chunk -> chunk.getInteger("page", 1)))
        .allMatch(page ->
            page == null || (page >= 1 && page <= entry.getInteger("pages", Integer.MAX_VALUE)));
    for (JsonObject phrase : objects(array(entry, "phrases")).toList()) {
      Optional<Integer> page = Optional.ofNullable(phrase.getInteger("page"));
      assertThat(collapsed(text(chunks, page))).contains(collapsed(phrase.getString("text")));
    }
    for (Object unwanted : array(entry, "must_not_contain")) {
      assertThat(text(chunks, Optional.empty())).doesNotContain(String.valueOf(unwanted));
    }
    if (entry.containsKey("any_phrase")) {
      assertThat(array(entry, "any_phrase"))
          .anyMatch(phrase -> all.contains(collapsed(String.valueOf(phrase))));
    }
  }

  /** The chunks of that page, or all, put together at their offsets: they overlap. */
  private static String text(JsonArray chunks, Optional<Integer> page) {
    StringBuilder text = new StringBuilder();
    for (JsonObject chunk : objects(chunks).toList()) {
      if (page.isPresent() && !page.get().equals(chunk.getInteger("page"))) {
        continue;
      }
      int start = chunk.getInteger("start");
      String part = chunk.getString("text");
      assertThat(chunk.getInteger("end")).isEqualTo(start + part.length());
      while (text.length() < start) {
        text.append(' ');
      }
      int known = text.length() - start;
      text.append(part, Math.min(known, part.length()), part.length());
    }
    return text.toString();
  }

  private static JsonArray array(JsonObject entry, String key) {
    return entry.getJsonArray(key, new JsonArray());
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static String collapsed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static Optional<Path> documents() {
    return Optional.ofNullable(System.getenv("GROUNDWIRE_SHARED_DOCUMENTS"))
        .map(Path::of)
        .or(() -> Optional.of(Launch.root().resolveSibling("shared").resolve("documents")))
        .filter(path -> Files.isRegularFile(path.resolve("manifest.json")));
  }
}
