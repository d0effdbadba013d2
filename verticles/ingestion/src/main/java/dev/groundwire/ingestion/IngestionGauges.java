package dev.groundwire.ingestion;

import dev.groundwire.ingestion.StandingRepository.Count;
import dev.groundwire.ingestion.worker.ParserPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Measurement;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the documents and their parsers stand. */
final class IngestionGauges implements AutoCloseable {
  private final MeterRegistry meters;
  private final Measurement measurement;
  private final List<Meter> parsers;

  private IngestionGauges(Vertx vertx, ParserPool pool) {
    this.meters = Telemetry.of(vertx).meters();
    this.measurement = new Measurement(vertx, "documents");
    this.parsers =
        List.of(
            Gauge.builder("ingest.parsers.busy", pool, ParserPool::busy)
                .description("Parser processes at work")
                .strongReference(true)
                .register(meters),
            FunctionCounter.builder("ingest.parser.deaths", pool, ParserPool::deaths)
                .description("Parser processes that died or were ended over a document")
                .register(meters));
  }

  static IngestionGauges open(Vertx vertx, Database database, ParserPool pool) {
    IngestionGauges gauges = new IngestionGauges(vertx, pool);
    gauges.measure(database);
    return gauges;
  }

  private void measure(Database database) {
    Map<String, Measurement.Figure> documents =
        StandingRepository.statuses().stream()
            .collect(Collectors.toMap(Function.identity(), this::inStatus));
    Measurement.Figure oldest =
        measurement.figure(
            "document.oldest.unfinished.seconds",
            "Since the document that has waited longest moved on; 0 when none is under way");
    StandingRepository standing = new StandingRepository();
    measurement.begin(() -> {
      List<Count> counts = database.asSystem(standing::byStatus);
      counts.forEach(each ->
          Objects.requireNonNull(documents.get(each.status()), "asked for").set(each.documents()));
      oldest.set(database.asSystem(standing::oldestUnfinishedSeconds));
    });
  }

  private Measurement.Figure inStatus(String status) {
    return measurement.figure("documents", "Documents as they are now", "status", status);
  }

  @Override
  public void close() {
    measurement.close();
    parsers.forEach(meters::remove);
  }
}
