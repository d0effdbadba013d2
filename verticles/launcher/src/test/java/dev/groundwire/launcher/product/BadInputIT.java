package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each is refused, or fails, with a reason a person understands, and the next upload works. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadInputIT {
  private static final String DOCUMENTS = Api.WORKSPACE + "/documents";
  private static final String LINE = "never a line's end ";
  private static final AtomicInteger FOLLOWING = new AtomicInteger();

  @TempDir static Path folder;
  private static Node node;
  private static Api api;

  @BeforeAll
  static void start() throws InterruptedException {
    node = Launch.on(folder).with("INGESTION_PARSE_TIMEOUT_SECONDS", "5").start();
    api = node.api();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    try (Node ending = node) {
      ending.stop();
    }
  }

  @AfterEach
  void theNextUploadWorks() throws Exception {
    int number = FOLLOWING.incrementAndGet();
    api.ready("next-" + number + ".txt", utf8("The lighthouse has " + number + " steps."));
  }

  @Test
  void refusesAnEmptyFile() throws Exception {
    api.upload("empty.txt", new byte[0]).expectProblem(400, "empty.txt is empty");
  }

  @Test
  void refusesAnArchive() throws Exception {
    api.upload("papers.zip", Samples.zip("paper.txt", "words")).expectProblem(415, "archive");
  }

  @Test
  void refusesAnEmptyText() throws Exception {
    api.post(DOCUMENTS, new JsonObject().put("name", "a.txt").put("text", "  "))
        .expectProblem(400, "text is empty");
  }

  @Test
  void refusesWhatIsNeitherFormNorJson() throws Exception {
    api.post(DOCUMENTS, "text/csv", BodyPublishers.ofString("a,b")).expectProblem(415, "multipart");
  }

  @Test
  void failsWhatIsNoDocument() throws Exception {
    byte[] program = new byte[4096];
    new Random(1).nextBytes(program);
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}, 0, program, 0, 8);
    assertFails("program.bin", program, "type|format|read");
  }

  @Test
  void failsAnEncryptedPdf() throws Exception {
    assertFails("secret.pdf", Samples.encryptedPdf(), "encrypted");
  }

  @Test
  void failsATruncatedPdf() throws Exception {
    byte[] whole = Samples.pdf("half of this is missing");
    assertFails("half.pdf", Arrays.copyOf(whole, whole.length / 3), "damaged|no text");
  }

  @Test
  void failsAnEndlessPdf() throws Exception {
    assertFails("endless.pdf", Samples.endlessPdf(), "longer|time|seconds");
  }

  @Test
  void failsAZipBomb() throws Exception {
    assertFails("bomb.docx", Samples.wordBomb(600), "hostile|expand|larger");
  }

  @Test
  void failsSixtyMegabytesInOneLine() throws Exception {
    int times = 60 * (1 << 20) / LINE.length();
    UUID id = api.upload("file", "line.txt", repeated(LINE, times)).expect(202).firstDocument();
    assertFailed(api.settled(id), "characters|larger|long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd.txt",
        "..",
        "C:\\temp\\notes.txt",
        "/",
        "bell\u0007\u202etxt.exe.txt",
        "\u0000.txt"
      })
  void keepsOnlyWhatIsHarmlessOfAName(String given) throws Exception {
    UUID id = api.uploaded(given, utf8("A file with the name number " + given.hashCode()));
    JsonObject document = api.settled(id);
    assertThat(document.getString("status")).as(document.encode()).isEqualTo("ready");
    assertThat(document.getString("name"))
        .isNotBlank()
        .doesNotContainPattern("[/\\\\\\p{Cntrl}\u202e]|^[.]+$");
    String disposition =
        api.get(DOCUMENTS + "/" + id + "/content")
            .expect(200)
            .headers()
            .firstValue("Content-Disposition")
            .orElseThrow();
    assertThat(disposition).startsWith("attachment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"query\": ", "[]", "\"words\"", "", "{\"query\": {}}", "\u0000"})
  void refusesMalformedJson(String body) throws Exception {
    api.post(Api.WORKSPACE + "/search", "application/json", BodyPublishers.ofString(body))
        .expectProblem(400, "");
  }

  @Test
  void refusesJsonNestedWithoutEnd() throws Exception {
    String nested = "{\"query\":" + "[".repeat(200_000);
    api.post(Api.WORKSPACE + "/search", "application/json", BodyPublishers.ofString(nested))
        .expectProblem(400, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "multipart/form-data | words",
        "multipart/form-data; boundary=b | words",
        "multipart/form-data; boundary=b | \"--b\r\nContent-Disposition: form-data; name='file'\r\n\"",
        "multipart/form-data; boundary=b | \"--b--\r\n\"",
        "multipart/form-data; boundary=b | \"--b\r\nbroken\r\n\r\nwords\r\n--b--\r\n\""
      })
  void refusesMalformedMultipart(String type, String body) throws Exception {
    api.post(DOCUMENTS, type, BodyPublishers.ofString(body)).expectProblem(400, "");
  }

  @Test
  void refusesAFieldItDoesNotKnow() throws Exception {
    JsonObject filter = new JsonObject().put("tag", new JsonArray().add("hr"));
    JsonObject search = new JsonObject().put("query", "x").put("filter", filter);
    api.post(Api.WORKSPACE + "/search", search).expectProblem(400, "filter.tag is unknown");
  }

  @Test
  void refusesAFileInAnotherField() throws Exception {
    api.upload("picture", "a.txt", BodyPublishers.ofString("words")).expectProblem(400, "field");
  }

  @Test
  void refusesAnUnknownWorkspace() throws Exception {
    JsonObject query = new JsonObject().put("query", "who?");
    JsonObject question = new JsonObject().put("question", "who?");
    for (String unknown : List.of("nowhere", UUID.randomUUID().toString(), "a".repeat(300))) {
      String workspace = "/api/v1/workspaces/" + unknown;
      api.get(workspace + "/documents").expectProblem(404, "workspace");
      api.post(workspace + "/search", query).expectProblem(404, "workspace");
      api.post(workspace + "/ask", question).expectProblem(404, "workspace");
    }
  }

  @Test
  void refusesAnOversizedBody() throws Exception {
    JsonObject large = new JsonObject().put("question", "who? ".repeat(300_000));
    api.post(Api.WORKSPACE + "/ask", large).expectProblem(413, "larger");
  }

  @Test
  void refusesAnOversizedFile() throws Exception {
    int times = 65 * (1 << 20) / LINE.length();
    api.upload("file", "large.txt", repeated(LINE, times)).expectProblem(413, "large.txt");
  }

  @Test
  void refusesUnknownCursors() throws Exception {
    UUID document = api.ready("cursor.txt", utf8("A cursor points at a row."));
    for (String list :
        List.of("/documents", "/conversations", "/documents/" + document + "/chunks")) {
      for (String cursor : List.of("nonsense", "AAAA", "1.5", "%00")) {
        api.get(Api.WORKSPACE + list + "?cursor=" + cursor).expectProblem(400, "cursor");
      }
      api.get(Api.WORKSPACE + list + "?limit=0").expectProblem(400, "limit");
      api.get(Api.WORKSPACE + list + "?limit=many").expectProblem(400, "limit");
    }
  }

  @Test
  void refusesWhatIsNoId() throws Exception {
    for (String bad : List.of("1", "not-an-id", "0190-0-0-0-0", "%2e%2e", "a'b")) {
      for (String path :
          List.of(
              DOCUMENTS + "/" + bad, "/api/v1/conversations/" + bad, "/api/v1/answers/" + bad)) {
        int status = api.get(path).status();
        api.get(path).expectProblem(status, "");
        assertThat(status).as(path).isIn(400, 404);
      }
    }
    JsonArray ids = new JsonArray().add("not-an-id");
    JsonObject search =
        new JsonObject().put("query", "x").put("filter", new JsonObject().put("documentIds", ids));
    api.post(Api.WORKSPACE + "/search", search).expectProblem(400, "documentIds");
  }

  @Test
  void refusesUnknownPathsAndMethods() throws Exception {
    api.get("/api/v1/nothing").expectProblem(404, "");
    api.delete(DOCUMENTS).expectProblem(405, "GET");
    api.get("/api/v1/answers/" + UUID.randomUUID()).expectProblem(404, "");
  }

  private static void assertFails(String name, byte[] content, String reason)
      throws IOException, InterruptedException {
    Reply reply = api.upload(name, content);
    if (reply.status() == 415) {
      reply.expectProblem(415, name);
      return;
    }
    UUID id = reply.expect(202).firstDocument();
    assertFailed(api.settled(id), reason);
    assertThat(api.all(DOCUMENTS + "/" + id + "/chunks")).isEmpty();
  }

  private static void assertFailed(JsonObject document, String reason) {
    assertThat(document.getString("status")).as(document.encode()).isEqualTo("failed");
    assertThat(document.getString("error"))
        .containsPattern("(?i)" + reason)
        .doesNotContain("Exception", "dev.groundwire", "\n");
  }

  /** Sent without a length, so that only what arrives can show how much it is. */
  private static BodyPublisher repeated(String text, int times) {
    return BodyPublishers.ofInputStream(() -> new Repeating(utf8(text), times));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
