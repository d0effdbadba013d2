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
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String DOCUMENTS = "/api/v1/workspaces/default/documents";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private final StoredParts parts = new StoredParts(POSTGRES);

  @AfterEach
  void forget() {
    parts.forget();
  }

  @Test
  void storesBytesInPartsAndGivesThemBackAsTheyWere() throws NoSuchAlgorithmException {
    byte[] content = noise(3_500_000);
    HttpResponse<String> response =
        GATEWAY.client().upload(new Multipart().field("tags", "a, b,a").file("big.bin", content));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    JsonNode document = TestClient.json(response).get("documents").get(0);
    String id = document.get("id").asText();
    assertThat(response.headers().firstValue("Location")).hasValue(DOCUMENTS + "/" + id);
    assertThat(document.get("status").asText()).isEqualTo("received");
    assertThat(document.get("duplicateOf").isNull()).isTrue();
    assertThat(document.get("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(parts.sizes()).isEqualTo("1048576 1048576 1048576 354272");

    RegisterDocument registered = GATEWAY.rooms.registered.getLast();
    assertThat(registered.tags()).containsExactly("a", "b");
    assertThat(registered.bytes()).isEqualTo(content.length);
    assertThat(registered.correlationId())
        .isEqualTo(response.headers().firstValue("X-Request-ID").orElseThrow());

    HttpResponse<byte[]> original = GATEWAY.client().bytes(DOCUMENTS + "/" + id + "/content");
    assertThat(original.body()).isEqualTo(content);
    assertThat(original.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"big.bin\"; filename*=UTF-8''big.bin");
    assertThat(original.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("sandbox");
  }

  @Test
  void takesSeveralFilesAndKeepsNoSecondCopyOfOne() {
    HttpResponse<String> response =
        GATEWAY
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
    assertThat(parts.count()).isEqualTo(2);
  }

  @Test
  void takesTextAsJson() {
    HttpResponse<String> response =
        GATEWAY
            .client()
            .post(DOCUMENTS, "{\"name\":\"note.md\",\"text\":\"# Grüße\",\"tags\":[\"x\"]}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    RegisterDocument registered = GATEWAY.rooms.registered.getLast();
    assertThat(registered.name()).isEqualTo("note.md");
    assertThat(registered.mediaType()).isEqualTo("text/markdown");
    assertThat(registered.bytes()).isEqualTo("# Grüße".getBytes(UTF_8).length);
  }

  @Test
  void doesNotFetchUrls() {
    HttpResponse<String> response =
        GATEWAY.client().post(DOCUMENTS, "{\"url\":\"http://127.0.0.1/secret\"}");
    assertThat(response.statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"../../etc/passwd, passwd", "'', document", ".., document"})
  void cleansNames(String given, String kept) {
    HttpResponse<String> response =
        GATEWAY.client().upload(new Multipart().file(given, "text of " + given));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(GATEWAY.rooms.registered.getLast().name()).isEqualTo(kept);
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
    assertRefused(
        new Multipart().file("x.txt", "text").field("tag", "hr"), 400, "\"tag\" is unknown");
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
    assertThat(parts.count()).isZero();
  }

  @Test
  void refusesAFileBeyondTheLimit() {
    assertRefused(
        new Multipart().file("huge.bin", new byte[(64 << 20) + 1]), 413, "MAX_UPLOAD_BYTES");
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
    assertThat(parts.count()).isEqualTo(2);
  }

  private static int addPart(SqlConnection tx, Tenant tenant, UUID content, String age) {
    return Rows.update(
        tx,
        "INSERT INTO document_part (organization_id, content_id, part_no, bytes, created_at)"
            + " VALUES ($1, $2, 0, 'x', now() - $3::text::interval)",
        Tuple.of(tenant.organizationId(), content, age));
  }

  private void assertRefused(Multipart body, int status, String part) {
    HttpResponse<String> response = GATEWAY.client().upload(body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestClient.json(response).get("detail").asText()).contains(part);
    assertThat(parts.count()).isZero();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    bytes[0] = 'T';
    return bytes;
  }
}
