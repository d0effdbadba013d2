package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.telemetry.RoomGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What the room tells of its questions and answers: made with it, and gone with it. From any
 * thread.
 */
final class ChatMeters implements AutoCloseable {
  private static final Duration[] STEPS = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };
  private static final int OK = 200;

  private final MeterRegistry registry;
  private final RoomGauges gauges;
  private final Timer done;
  private final Timer cancelled;
  private final Timer failed;
  private final Timer firstText;
  private final Counter promptTokens;
  private final Counter completionTokens;
  private final Counter hits;
  private final Counter misses;
  private final RagMeters rag;
  private final Map<TakenOver, Counter> takenOver = new EnumMap<>(TakenOver.class);
  private final AtomicReference<Census> census = new AtomicReference<>(Census.NOBODY);

  /** What becomes of an answer that another node had. */
  enum TakenOver {
    BEGUN_ANEW,
    ENDED,
    CANCELLED,
    /** To the watch for orphans. */
    LEFT
  }

  ChatMeters(MeterRegistry registry) {
    this.registry = registry;
    this.gauges = new RoomGauges(registry);
    this.done = latency("done", registry);
    this.cancelled = latency("cancelled", registry);
    this.failed = latency("failed", registry);
    this.firstText =
        Timer.builder("ask.time.to.first.token")
            .description("Question to the first text")
            .serviceLevelObjectives(STEPS)
            .register(registry);
    this.promptTokens = tokens("prompt");
    this.completionTokens = tokens("completion");
    this.hits = cached("hit");
    this.misses = cached("miss");
    this.rag = new RagMeters(registry);
    for (TakenOver outcome : TakenOver.values()) {
      takenOver.put(outcome, takenOver(outcome, registry));
    }
    follow("queued", () -> census.get().queued());
    follow("retrieving", () -> census.get().retrieving());
    follow("generating", () -> census.get().generating());
    gauges.add(
        "answer.watchers",
        "Who reads an answer's log",
        Tags.empty(),
        () -> census.get().watchers());
  }

  private static Timer latency(String outcome, MeterRegistry registry) {
    return Timer.builder("ask.request.latency")
        .description("Question to end")
        .serviceLevelObjectives(STEPS)
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter tokens(String direction) {
    return Counter.builder("answer.tokens")
        .description("Tokens of answers, as counted or estimated by who wrote them")
        .tag("direction", direction)
        .register(registry);
  }

  private Counter cached(String result) {
    return Counter.builder("answer.cache.requests")
        .description("Questions looked up among earlier answers")
        .tag("result", result)
        .register(registry);
  }

  private static Counter takenOver(TakenOver outcome, MeterRegistry registry) {
    return Counter.builder("chat.answers.taken.over")
        .description("Answers taken over from other nodes")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private void follow(String state, Supplier<Number> count) {
    gauges.add("answers", "Answers open", Tags.of("state", state), count);
  }

  /** A question for which no answer was begun. */
  void refused(RuntimeException why) {
    requests("refused", why instanceof BusFailure known ? known.code() : FailureCode.INTERNAL);
  }

  void done(Duration took) {
    requests("done", OK);
    done.record(took);
  }

  /** Who waits for a cancelled answer gets what was written. */
  void cancelled(Duration took) {
    requests("cancelled", OK);
    cancelled.record(took);
  }

  void failed(Duration took, FailureCode why) {
    requests("failed", why);
    failed.record(took);
  }

  private void requests(String outcome, FailureCode why) {
    requests(outcome, why.httpStatus());
  }

  /** One of few: outcomes, and the statuses that failures have. */
  private void requests(String outcome, int status) {
    Counter.builder("ask.requests")
        .description("Questions ended")
        .tags("outcome", outcome, "status_code", Integer.toString(status))
        .register(registry)
        .increment();
  }

  void firstText(Duration after) {
    firstText.record(after);
  }

  void used(TokenUsage usage) {
    promptTokens.increment(usage.promptTokens());
    completionTokens.increment(usage.completionTokens());
  }

  void takenOver(TakenOver outcome) {
    Objects.requireNonNull(takenOver.get(outcome), "each has one").increment();
  }

  void lookedUp(boolean isHit) {
    (isHit ? hits : misses).increment();
  }

  RagMeters rag() {
    return rag;
  }

  void counted(Census now) {
    census.set(now);
  }

  @Override
  public void close() {
    gauges.close();
  }
}
