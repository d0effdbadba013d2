package dev.groundwire.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.gateway.documents.ContentStore;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UploadTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String DOCUMENTS = "/api/v1/workspaces/default/documents";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture gateway = GatewayFixture.of(POSTGRES, VERTX);

  @AfterEach
  void forget() {
    POSTGRES.database().asSystem(tx -> Rows.update(tx, "DELETE FROM document_part", Tuple.tuple()));
  }

  @Test
  void storesBytesInPartsAndGivesThemBackAsTheyWere() throws NoSuchAlgorithmException {
    byte[] content = noise(3_500_000);
    HttpResponse<String> response =
        gateway.client().upload(new Multipart().field("tags", "a, b,a").file("big.bin", content));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    JsonNode document = TestClient.json(response).get("documents").get(0);
    String id = document.get("id").asText();
    assertThat(response.headers().firstValue("Location")).hasValue(DOCUMENTS + "/" + id);
    assertThat(document.get("status").asText()).isEqualTo("received");
    assertThat(document.get("duplicateOf").isNull()).isTrue();
    assertThat(document.get("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(partSizes()).isEqualTo("1048576 1048576 1048576 354272");

    RegisterDocument registered = gateway.rooms.registered.getLast();
    assertThat(registered.tags()).containsExactly("a", "b");
    assertThat(registered.bytes()).isEqualTo(content.length);
    assertThat(registered.correlationId())
        .isEqualTo(response.headers().firstValue("X-Request-ID").orElseThrow());

    HttpResponse<byte[]> original = gateway.client().bytes(DOCUMENTS + "/" + id + "/content");
    assertThat(original.body()).isEqualTo(content);
    assertThat(original.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"big.bin\"; filename*=UTF-8''big.bin");
    assertThat(original.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("sandbox");
  }

  @Test
  void takesSeveralFilesAndKeepsNoSecondCopyOfOne() {
    HttpResponse<String> response =
        gateway
            .client()
            .upload(
                new Multipart()
                    .file("one.txt", "the first")
                    .file("two.txt", "the second")
                    .file("again.txt", "the first"));
    JsonNode documents = TestClient.json(response).get("documents");
    assertThat(documents).hasSize(3);
    assertThat(documents.get(2).get("duplicateOf")).isEqualTo(documents.get(0).get("id"));
    assertThat(response.headers().firstValue("Location")).isEmpty();
    assertThat(parts()).isEqualTo(2);
  }

  @Test
  void takesTextAsJson() {
    HttpResponse<String> response =
        gateway
            .client()
            .post(DOCUMENTS, "{\"name\":\"note.md\",\"text\":\"# Grüße\",\"tags\":[\"x\"]}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    RegisterDocument registered = gateway.rooms.registered.getLast();
    assertThat(registered.name()).isEqualTo("note.md");
    assertThat(registered.mediaType()).isEqualTo("text/markdown");
    assertThat(registered.bytes()).isEqualTo("# Grüße".getBytes(UTF_8).length);
  }

  @Test
  void doesNotFetchUrls() {
    HttpResponse<String> response =
        gateway.client().post(DOCUMENTS, "{\"url\":\"http://127.0.0.1/secret\"}");
    assertThat(response.statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"../../etc/passwd, passwd", "'', document", ".., document"})
  void cleansNames(String given, String kept) {
    HttpResponse<String> response =
        gateway.client().upload(new Multipart().file(given, "text of " + given));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(gateway.rooms.registered.getLast().name()).isEqualTo(kept);
  }

  @Test
  void refusesAnEmptyFile() {
    assertRefused(new Multipart().file("empty.txt", ""), 400, "empty.txt is empty");
  }

  @Test
  void refusesArchives() {
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0};
    assertRefused(new Multipart().file("reports.zip", zip), 415, "archive");
    assertRefused(new Multipart().file("backup.tar", "old tar without a mark"), 415, "archive");
  }

  @Test
  void refusesOtherFields() {
    assertRefused(
        new Multipart().file("attachment", "x.txt", new byte[] {1}), 400, "\"attachment\"");
    assertRefused(new Multipart().field("file", "no file at all"), 400, "There is no file");
    assertRefused(new Multipart(), 400, "");
  }

  @Test
  void refusesMoreFilesThanAllowed() {
    Multipart body = new Multipart();
    for (int i = 0; i < 5; i++) {
      body.file(i + ".txt", "text " + i);
    }
    assertRefused(body, 400, "More than 4 files");
  }

  @Test
  void refusesTooManyTags() {
    assertRefused(new Multipart().file("a.txt", "a").field("tags", "x".repeat(65)), 400, "tags");
  }

  @Test
  void refusesControlCharactersInTags() {
    assertRefused(
        new Multipart().file("a.txt", "text").field("tags", "a\u0000b"), 400, "control character");
    assertThat(parts()).isZero();
  }

  @Test
  void refusesAFileBeyondTheLimit() {
    assertRefused(
        new Multipart().file("huge.bin", new byte[(64 << 20) + 1]), 413, "MAX_UPLOAD_BYTES");
  }

  @ParameterizedTest
  @MethodSource("brokenBodies")
  void saysWhereAMultipartBodyIsBroken(String type, String body, String part) {
    HttpResponse<String> response =
        gateway
            .client()
            .send(
                gateway
                    .client()
                    .request(DOCUMENTS)
                    .header("Content-Type", "multipart/form-data" + type)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(TestClient.json(response).get("detail").asText())
        .startsWith("The multipart body is broken: ")
        .contains(part);
    assertThat(parts()).isZero();
  }

  static Stream<Arguments> brokenBodies() {
    String frontier = "; boundary=\"frontier\"";
    String file = new String(new Multipart().file("cut.txt", "text").unfinished(), UTF_8);
    String large =
        new String(new Multipart().file("cut.txt", "x".repeat(2_000_000)).whole(), UTF_8);
    return Stream.of(
        Arguments.of("", file, "names no boundary"),
        Arguments.of("; boundary=", file, "names no boundary"),
        Arguments.of(frontier + "; charset=none", file, "Content-Type is not readable"),
        Arguments.of("; boundary=other", file, "nothing in it begins with --other"),
        Arguments.of("; boundary=other", "", "nothing in it begins with --other"),
        Arguments.of(frontier, large.substring(0, 1_500_000), "it ends inside cut.txt"),
        Arguments.of(frontier, file, "it ends inside cut.txt"),
        Arguments.of(frontier, file + "--frontier", "it ends early, without --frontier--"),
        Arguments.of(frontier, file + "--frontier\r\nContent-Disp", "without --frontier--"),
        Arguments.of(frontier, "--frontier\r\nContent-Disposition: f", "without --frontier--"),
        Arguments.of(frontier, "--frontier\r\nbroken\r\n\r\nx\r\n--frontier--\r\n", "malformed"));
  }

  @Test
  void takesAQuotedBoundary() {
    HttpResponse<String> response =
        gateway
            .client()
            .send(
                gateway
                    .client()
                    .request(DOCUMENTS)
                    .header("Content-Type", "multipart/form-data; Boundary=\"frontier\"; a=b")
                    .POST(new Multipart().file("a.txt", "quoted").publisher()));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
  }

  @Test
  void leavesNothingOfAClientThatLeaves() throws IOException {
    int before = gateway.rooms.registered.size();
    byte[] body = new Multipart().file("half.bin", noise(4_000_000)).unfinished();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head(body.length + 1_000_000));
      out.write(body);
      out.flush();
      await("SELECT count(*) >= 3 FROM document_part");
    }
    await("SELECT count(*) = 0 FROM document_part");
    assertThat(gateway.rooms.registered).hasSize(before);
  }

  @Test
  void sweepsOldPartsThatNoDocumentHas() {
    Tenant tenant = POSTGRES.newTenant();
    UUID kept = UUID.randomUUID();
    POSTGRES
        .database()
        .asSystem(tx -> {
          addPart(tx, tenant, UUID.randomUUID(), "2 hours");
          addPart(tx, tenant, UUID.randomUUID(), "1 minute");
          addPart(tx, tenant, kept, "2 hours");
          return Rows.update(
              tx,
              "INSERT INTO document (id, organization_id, workspace_id, content_id, name,"
                  + " media_type, bytes, sha256, status, created_at, updated_at)"
                  + " VALUES ($1, $2, $3, $1, 'a', 'text/plain', 1, repeat('0', 64),"
                  + " 'received', now(), now())",
              Tuple.of(kept, tenant.organizationId(), tenant.workspaceId()));
        });
    ContentStore store =
        new ContentStore(
            new TenantScopeRepository(POSTGRES.pool(), Duration.ofSeconds(15)), Clock.systemUTC());
    assertThat(store.sweep(Duration.ofHours(1)).await()).isEqualTo(1);
    assertThat(parts()).isEqualTo(2);
  }

  private static int addPart(SqlConnection tx, Tenant tenant, UUID content, String age) {
    return Rows.update(
        tx,
        "INSERT INTO document_part (organization_id, content_id, part_no, bytes, created_at)"
            + " VALUES ($1, $2, 0, 'x', now() - $3::text::interval)",
        Tuple.of(tenant.organizationId(), content, age));
  }

  /** While the database does not take parts, the client's bytes must wait on the line. */
  @Test
  void doesNotTakeMoreThanItCanStore() throws Exception {
    byte[] body = new Multipart().file("flood.bin", noise(48 << 20)).whole();
    var lock = POSTGRES.pool().getConnection().await();
    lock.query("BEGIN").execute().await();
    lock.query("LOCK TABLE document_part IN EXCLUSIVE MODE").execute().await();
    var written = new AtomicLong();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      Thread client =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  OutputStream out = socket.getOutputStream();
                  out.write(head(body.length));
                  for (int at = 0; at < body.length; at += 65_536) {
                    out.write(body, at, Math.min(65_536, body.length - at));
                    written.addAndGet(65_536);
                  }
                } catch (IOException broken) {
                  throw new UncheckedIOException(broken);
                }
              });
      long stalledAt = whenStalled(written);
      assertThat(stalledAt).isLessThan(24 << 20);
      lock.query("ROLLBACK").execute().await();
      lock.close().await();
      client.join();
      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 202");
    }
    assertThat(parts()).isEqualTo(48);
  }

  /** Unchanged over ten looks, between which the database waits a tenth of a second. */
  private static long whenStalled(AtomicLong written) {
    long last = -1;
    for (int same = 0; same < 10; ) {
      POSTGRES.pool().query("SELECT pg_sleep(0.1)").execute().await();
      long now = written.get();
      same = now == last && now > 0 ? same + 1 : 0;
      last = now;
    }
    return last;
  }

  private static byte[] head(int length) {
    return ("POST "
            + DOCUMENTS
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + Multipart.CONTENT_TYPE
            + "\r\nContent-Length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void assertRefused(Multipart body, int status, String part) {
    HttpResponse<String> response = gateway.client().upload(body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestClient.json(response).get("detail").asText()).contains(part);
    assertThat(parts()).isZero();
  }

  private static void await(String condition) {
    boolean holds = false;
    for (int tries = 0; tries < 200 && !holds; tries++) {
      holds =
          POSTGRES
              .database()
              .asSystem(tx -> {
                tx.query("SELECT pg_sleep(0.05)").execute().await();
                return tx.query(condition).execute().await().iterator().next().getBoolean(0);
              });
    }
    assertThat(holds).as(condition).isTrue();
  }

  private static long parts() {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx, "SELECT count(*) FROM document_part", Tuple.tuple(), row -> row.getLong(0))
                .orElseThrow());
  }

  private static String partSizes() {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT string_agg(length(bytes)::text, ' ' ORDER BY part_no)"
                        + " FROM document_part",
                    Tuple.tuple(),
                    row -> row.getString(0))
                .orElseThrow());
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    bytes[0] = 'T';
    return bytes;
  }
}
