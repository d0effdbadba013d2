package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What the room tells of its work. */
final class IngestionMeters {
  private final MeterRegistry meters;
  private final Counter records;
  private final Map<SourceFamily, Counter> made = new EnumMap<>(SourceFamily.class);

  IngestionMeters(MeterRegistry meters) {
    this.meters = meters;
    this.records =
        Counter.builder("chunk.records").description("Chunk rows written").register(meters);
    for (SourceFamily family : SourceFamily.values()) {
      made.put(family, madeOf(family));
    }
  }

  /** What {@code handler} does, counted and timed by what came of it. */
  <Q, R> Function<Q, R> operation(String name, Function<Q, R> handler) {
    Counter done = ended(name, "done");
    Counter refused = ended(name, "refused");
    Counter failed = ended(name, "failed");
    Timer latency = latency(name);
    return asked -> {
      Timer.Sample began = Timer.start();
      try {
        R answer = handler.apply(asked);
        done.increment();
        return answer;
      } catch (BusFailure failure) {
        (isRefusal(failure) ? refused : failed).increment();
        throw failure;
      } catch (RuntimeException | Error failure) {
        failed.increment();
        throw failure;
      } finally {
        began.stop(latency);
      }
    };
  }

  /** For good, and for what was asked: trying again does not help. */
  private static boolean isRefusal(BusFailure failure) {
    return !failure.code().retryable() && failure.code() != FailureCode.INTERNAL;
  }

  private Counter ended(String operation, String outcome) {
    return Counter.builder("ingest.operations")
        .description("Steps of documents, by what came of them")
        .tags("operation", operation, "outcome", outcome)
        .register(meters);
  }

  private Timer latency(String operation) {
    return Timer.builder("ingest.operation.latency")
        .description("Of one step of one document")
        .tag("operation", operation)
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10))
        .register(meters);
  }

  private Counter madeOf(SourceFamily family) {
    return Counter.builder("ingest.processed.chunks")
        .description("Chunks made, by the kind of their document")
        .tag("source", family.text())
        .register(meters);
  }

  /** Made of a document of that media type. */
  void chunked(String mediaType, int chunks) {
    Objects.requireNonNull(made.get(SourceFamily.of(mediaType)), "each family").increment(chunks);
  }

  /** Written, for good. */
  void stored(int rows) {
    records.increment(rows);
  }
}
