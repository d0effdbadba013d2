package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.SeenSpan;
import dev.groundwire.testing.SeenSpans;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the room tells of searches and of its index. */
class SearchTelemetryTest {
  private static final SeenSpans SPANS = new SeenSpans();

  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  @RegisterExtension static final VertxFixture VERTX = new VertxFixture(SPANS);

  private static final HashedEmbeddings EMBEDDINGS = new HashedEmbeddings();

  @TempDir Path data;
  private Library library;
  private Room room;
  private Tenant tenant;

  @BeforeAll
  static void deployEmbeddings() throws TimeoutException {
    VERTX.deploy(EMBEDDINGS);
  }

  @BeforeEach
  void open() throws TimeoutException {
    EMBEDDINGS.work();
    library = new Library(POSTGRES.database());
    tenant = POSTGRES.newTenant();
    room = Room.open(VERTX, data, POSTGRES.database());
    SPANS.clear();
  }

  @AfterEach
  void close() throws TimeoutException {
    room.close();
  }

  private static MeterRegistry meters() {
    return Telemetry.of(VERTX.vertx()).meters();
  }

  private static double count(String name, String... tags) {
    return meters().get(name).tags(tags).counter().count();
  }

  private static SeenSpan span(String name, String kind) {
    return SPANS.await(span -> span.name().equals(name) && span.kind().equals(kind), name);
  }

  @Test
  void tellsASearchWithinItsRequest() {
    room.index(library.embedded(library.add(tenant, "en", "a red pump", "a blue pump")));
    double before = count("search.requests", "mode", "hybrid", "outcome", "done");
    long timed = meters().get("search.latency").tag("mode", "hybrid").timer().count();
    room.texts(tenant, "pump of a secret");
    SeenSpan search = SPANS.await("search");
    assertThat(search.isBelow(span("retrieval.find-passages", "server"))).isTrue();
    assertThat(span("embedding.embed-texts", "client").isBelow(search)).isTrue();
    assertThat(search.attributes())
        .containsEntry("search.mode", "hybrid")
        .containsEntry("search.hits", 2L)
        .containsEntry("search.filtered", false)
        .containsKeys("search.dense_ms", "search.lexical_ms");
    assertThat(SPANS.ended().toString()).doesNotContain("secret", "red pump");
    assertThat(count("search.requests", "mode", "hybrid", "outcome", "done")).isEqualTo(before + 1);
    assertThat(meters().get("search.latency").tag("mode", "hybrid").timer().count())
        .isEqualTo(timed + 1);
  }

  @Test
  void countsASearchThatFails() {
    EMBEDDINGS.failWith(new BusFailure(FailureCode.UNAVAILABLE, "away"));
    double before = count("search.requests", "mode", "dense", "outcome", "failed");
    assertThatThrownBy(() -> room.find(tenant, "pump", SearchMode.DENSE))
        .isInstanceOf(BusFailure.class);
    assertThat(count("search.requests", "mode", "dense", "outcome", "failed"))
        .isEqualTo(before + 1);
    assertThat(SPANS.await("search").attributes()).containsEntry("error.type", "unavailable");
  }

  @Test
  void tellsADocumentThatIsIndexedAndRemoved() {
    double indexed = count("index.events", "outcome", "indexed");
    double removed = count("index.events", "outcome", "removed");
    double outdated = count("index.events", "outcome", "outdated");
    double chunks = meters().get("index.chunks").gauge().value();
    Book book = library.add(tenant, "en", "a red pump", "a blue pump");
    room.index(library.embedded(book));
    assertThat(meters().get("index.chunks").gauge().value()).isEqualTo(chunks + 2);
    SeenSpan span = SPANS.await("index");
    assertThat(span.isBelow(span("retrieval.index-document", "server"))).isTrue();
    assertThat(span.attributes())
        .containsEntry("index.operation", "add")
        .containsEntry("index.chunks", 2L)
        .containsEntry("index.current", true)
        .containsEntry("groundwire.document_id", book.id().toString());
    library.revise(book, "a green pump");
    room.index(library.embedded(book));
    library.delete(book);
    room.remove(library.deleted(book));
    assertThat(meters().get("index.chunks").gauge().value()).isEqualTo(chunks);
    assertThat(count("index.events", "outcome", "indexed")).isEqualTo(indexed + 1);
    assertThat(count("index.events", "outcome", "outdated")).isEqualTo(outdated + 1);
    assertThat(count("index.events", "outcome", "removed")).isEqualTo(removed + 1);
    assertThat(meters().get("index.waiting").tag("kind", "search").gauge().value()).isZero();
    assertThat(meters().get("index.waiting").tag("kind", "write").gauge().value()).isZero();
  }

  @Test
  void callsNoDriftWhatAStartMends() throws TimeoutException {
    room.close();
    library.add(tenant, "en", "a red pump");
    room = Room.open(VERTX, data.resolve("lost"), POSTGRES.database());
    assertThat(room.drift()).isPositive();
    assertThat(meters().get("index.drift").gauge().value()).isZero();
  }
}
