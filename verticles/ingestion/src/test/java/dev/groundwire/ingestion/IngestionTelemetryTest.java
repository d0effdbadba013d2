package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.ingestion.DeleteDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.RecordedSpans;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the room tells of its work. */
class IngestionTelemetryTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private static final RecordedSpans SPANS = new RecordedSpans();
  private static final Telemetry TELEMETRY =
      Telemetry.observing(SPANS, false, Duration.ofMillis(50));
  private static IngestionRoom room;

  @BeforeAll
  static void deploy() throws Exception {
    TELEMETRY.attachedTo(VERTX.vertx());
    room = IngestionRoom.deploy(POSTGRES, VERTX, folder);
  }

  @BeforeEach
  void reset() {
    room.reset(POSTGRES.newTenant());
  }

  private static MeterRegistry meters() {
    return TELEMETRY.meters();
  }

  private static double operations(String operation, String outcome) {
    return meters()
        .get("ingest.operations")
        .tags("operation", operation, "outcome", outcome)
        .counter()
        .count();
  }

  private static double documents(String status) {
    return meters().get("documents").tag("status", status).gauge().value();
  }

  private static double count(String counter) {
    return meters().get(counter).counters().stream().mapToDouble(each -> each.count()).sum();
  }

  private static void until(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void countsTheStepsOfADocumentAndItsChunks() {
    double registered = operations("register", "done");
    double chunked = operations("chunk", "done");
    double embedded = operations("embed", "done");
    double deleted = operations("delete", "done");
    double rows = count("chunk.records");
    UUID id = room.upload("Counted " + sentences(30));
    room.chunk(id);
    room.embed(id);
    int chunks = room.chunks(id).size();
    assertThat(operations("register", "done")).isEqualTo(registered + 1);
    assertThat(operations("chunk", "done")).isEqualTo(chunked + 1);
    assertThat(operations("embed", "done")).isEqualTo(embedded + 1);
    assertThat(count("chunk.records")).isEqualTo(rows + chunks);
    assertThat(meters().get("ingest.processed.chunks").tag("source", "text").counter().count())
        .isGreaterThanOrEqualTo(chunks);
    room.ask(IngestionBus.DELETE_DOCUMENT, new DeleteDocument(room.tenant, id, "request"));
    assertThat(operations("delete", "done")).isEqualTo(deleted + 1);
    assertThat(meters().get("ingest.operation.latency").tag("operation", "chunk").timer().count())
        .isPositive();
  }

  @Test
  void tellsRefusalsFromFailures() {
    double refused = operations("delete", "refused");
    DeleteDocument unknown = new DeleteDocument(room.tenant, UUID.randomUUID(), "request");
    assertThatThrownBy(() -> room.ask(IngestionBus.DELETE_DOCUMENT, unknown))
        .isInstanceOf(BusFailure.class);
    assertThat(operations("delete", "refused")).isEqualTo(refused + 1);
    double failed = operations("embed", "failed");
    UUID id = room.upload("Failing " + sentences(20));
    room.chunk(id);
    room.embedding.textsUntilOverload = 0;
    assertThatThrownBy(() -> room.embed(id)).isInstanceOf(BusFailure.class);
    assertThat(operations("embed", "failed")).isEqualTo(failed + 1);
  }

  @Test
  void tellsWhereDocumentsStand() {
    until("measured", () -> documents("received") >= 0);
    double before = documents("received");
    room.upload("Waiting " + sentences(5));
    until("one more", () -> documents("received") == before + 1);
    until("it waits", () -> oldest() > 0);
    assertThat(documents("ready")).isNotNaN();
    assertThat(meters().get("ingest.parsers.busy").gauge().value()).isZero();
    assertThat(meters().get("ingest.parser.deaths").functionCounter().count()).isZero();
  }

  private static double oldest() {
    return meters().get("document.oldest.unfinished.seconds").gauge().value();
  }

  @Test
  void itsStepsAreSpans() {
    UUID id = room.upload("Traced " + sentences(20));
    room.chunk(id);
    AttributeKey<String> document = AttributeKey.stringKey("groundwire.document_id");
    SpanData parse = span("parse", document, id);
    SpanData chunk = span("chunk", document, id);
    assertThat(parse.getTraceId()).isEqualTo(chunk.getTraceId());
    assertThat(parse.getParentSpanId()).as("of one request").isEqualTo(chunk.getParentSpanId());
    assertThat(chunk.getAttributes().get(AttributeKey.longKey("groundwire.chunks")))
        .isEqualTo(room.chunks(id).size());
    assertThat(parse.getAttributes().asMap().values())
        .as("not its name")
        .noneMatch(value -> value.toString().contains("note.txt"));
  }

  private static SpanData span(String name, AttributeKey<String> document, UUID id) {
    return SPANS
        .that(each ->
            each.getName().equals(name) && id.toString().equals(each.getAttributes().get(document)))
        .getFirst();
  }
}
