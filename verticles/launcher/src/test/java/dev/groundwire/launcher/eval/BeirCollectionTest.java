package dev.groundwire.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.launcher.command.UserFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeirCollectionTest {
  @TempDir Path directory = Path.of("");

  @BeforeEach
  void writeACollection() throws IOException {
    Files.writeString(
        directory.resolve("corpus.jsonl"),
        """
        {"_id": "d1", "title": "Title", "text": "Text é", "metadata": {}}
        {"_id": "d2", "title": "", "text": "  "}

        {"_id": "d3", "text": "No title"}
        """);
    Files.writeString(
        directory.resolve("queries.jsonl"),
        "{\"_id\": \"q1\", \"text\": \"one\"}\n{\"_id\": \"q2\", \"text\": \"two\"}\n");
    Files.createDirectories(directory.resolve("qrels"));
    qrels("query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t2\nq1\td3\t0\n");
  }

  private void qrels(String text) throws IOException {
    Files.writeString(directory.resolve("qrels/test.tsv"), text);
  }

  @Test
  void readsQueriesJudgementsAndDocuments() throws IOException {
    BeirCollection collection = BeirCollection.open(directory, "test", 10);
    assertThat(collection.queries()).isEqualTo(Map.of("q1", "one", "q2", "two"));
    assertThat(collection.judgements())
        .isEqualTo(Map.of("q1", Map.of("d1", 1, "d3", 0), "q2", Map.of("d3", 2)));
    List<String> texts = new ArrayList<>();
    collection.documents(document -> texts.add(document.id() + "=" + document.content()));
    assertThat(texts).containsExactly("d1=Title\n\nText é", "d2=", "d3=No title");
  }

  @Test
  void readsCompressedFiles() throws IOException {
    Path plain = directory.resolve("corpus.jsonl");
    byte[] content = Files.readAllBytes(plain);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("corpus.jsonl.gz")))) {
      out.write(content);
    }
    Files.delete(plain);
    List<String> ids = new ArrayList<>();
    BeirCollection.open(directory, "test", 10).documents(document -> ids.add(document.id()));
    assertThat(ids).containsExactly("d1", "d2", "d3");
  }

  @Test
  void keepsAllJudgementsOfTheFirstQueries() throws IOException {
    assertThat(BeirCollection.open(directory, "test", 1).judgements())
        .isEqualTo(Map.of("q1", Map.of("d1", 1, "d3", 0)));
  }

  @Test
  void readsJudgementsWithoutHeader() throws IOException {
    qrels("q1\td1\t1\n");
    assertThat(BeirCollection.open(directory, "test", 10).judgements()).hasSize(1);
  }

  @Test
  void namesTheLineThatIsBroken() throws IOException {
    qrels("query-id\tcorpus-id\tscore\nq1 d1 1\n");
    assertThatThrownBy(() -> BeirCollection.open(directory, "test", 10))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("test.tsv line 2");

    qrels("q1\td1\t1\n");
    Files.write(directory.resolve("queries.jsonl"), "{\"_id\": ".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> BeirCollection.open(directory, "test", 10))
        .hasMessageContaining("queries.jsonl line 1");
  }

  @Test
  void namesTheFileThatIsMissing() {
    assertThatThrownBy(() -> BeirCollection.open(directory, "dev", 10))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("dev.tsv is missing");
  }
}
