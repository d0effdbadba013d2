package dev.groundwire.gateway.http;

import dev.groundwire.platform.telemetry.RoomGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the public port counts. Its labels are templates and codes, so there are few of each. */
public final class DoorMeters implements AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry meters;
  private final RoomGauges gauges;
  private final Counter bytes;
  private final Map<Ended, Counter> requests = new ConcurrentHashMap<>();
  private final Map<Call, Timer> durations = new ConcurrentHashMap<>();
  private final Map<String, Counter> errors = new ConcurrentHashMap<>();
  private final Map<StreamKind, AtomicInteger> streams = new EnumMap<>(StreamKind.class);

  public DoorMeters(MeterRegistry meters) {
    this.meters = meters;
    this.gauges = new RoomGauges(meters);
    this.bytes =
        Counter.builder("groundwire.http.response.bytes")
            .description("Bytes of the bodies of responses")
            .register(meters);
    for (StreamKind kind : StreamKind.values()) {
      AtomicInteger open = new AtomicInteger();
      streams.put(kind, open);
      gauges.add(
          "groundwire.http.streams",
          "Event streams that are open",
          Tags.of("kind", kind.name().toLowerCase(Locale.ROOT)),
          open::get);
    }
  }

  void ended(String method, String route, int status, long bodyBytes) {
    requests.computeIfAbsent(new Ended(method, route, status), this::counter).increment();
    bytes.increment((double) bodyBytes);
  }

  void took(String method, String route, long nanos) {
    durations
        .computeIfAbsent(new Call(method, route), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * @param type the last word of a problem's URN
   */
  void refused(String type) {
    errors
        .computeIfAbsent(
            type,
            code ->
                Counter.builder("groundwire.http.errors")
                    .description("Refusals and failures by the code of their problem")
                    .tag("type", code)
                    .register(meters))
        .increment();
  }

  /** How many of that kind are open. */
  AtomicInteger streams(StreamKind kind) {
    return streams.computeIfAbsent(kind, ignored -> new AtomicInteger());
  }

  @Override
  public void close() {
    gauges.close();
  }

  private Counter counter(Ended ended) {
    return Counter.builder("groundwire.http.requests")
        .description("Requests that ended")
        .tags("method", ended.method, "path", ended.route, "status", "" + ended.status)
        .register(meters);
  }

  private Timer timer(Call call) {
    return Timer.builder("groundwire.http.request.duration")
        .description("From the head of a request to the end of its response, streams left out")
        .tags("method", call.method, "path", call.route)
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  private record Ended(String method, String route, int status) {}

  private record Call(String method, String route) {}
}
