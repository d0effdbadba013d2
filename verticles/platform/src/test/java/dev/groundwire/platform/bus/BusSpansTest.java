package dev.groundwire.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TokensCounted;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.TraceHeader;
import dev.groundwire.platform.telemetry.Trail;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusSpansTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final int ITEMS = 300;
  private static final WatchAnswer ASKED = new WatchAnswer(UUID.randomUUID(), UUID.randomUUID(), 0);

  private final EndedSpans spans = new EndedSpans();
  private final Telemetry telemetry = Telemetry.observing(spans, false, DEADLINE);
  private Vertx vertx;

  @BeforeEach
  void start() {
    // With Vert.x's own tracer, whose spans of messages must stay away.
    vertx = telemetry.vertx(new VertxOptions());
    BusCodecs.register(vertx.eventBus());
  }

  @AfterEach
  void stop() throws TimeoutException {
    vertx.close().await(20, TimeUnit.SECONDS);
    telemetry.close();
  }

  @Test
  void aRequestIsASpanOfWhoAsksAndOneBelowOfWhoAnswers() throws TimeoutException {
    within(bus ->
        bus.answer(EmbeddingBus.COUNT_TOKENS, 1, asked -> new TokensCounted(List.of()))
            .compose(ready -> bus.request(EmbeddingBus.COUNT_TOKENS, counted(), DEADLINE)));
    SpanData asked = spans.only(SpanKind.CLIENT);
    SpanData answered = spans.only(SpanKind.SERVER);
    assertThat(asked.getName()).isEqualTo("embedding.count-tokens");
    assertThat(asked.getTraceId()).isEqualTo(TRACE);
    assertThat(asked.getParentSpanId()).isEqualTo(CALLER);
    assertThat(answered.getParentSpanId()).isEqualTo(asked.getSpanId());
    assertThat(spans.ended()).hasSize(2);
  }

  @Test
  void aRefusalMarksBothWithItsCode() throws TimeoutException {
    within(bus ->
        bus.answer(EmbeddingBus.COUNT_TOKENS, 1, BusSpansTest::refuse)
            .compose(ready -> bus.request(EmbeddingBus.COUNT_TOKENS, counted(), DEADLINE))
            .otherwiseEmpty());
    assertThat(spans.ended())
        .hasSize(2)
        .allSatisfy(span -> {
          assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
          assertThat(span.getAttributes().asMap().toString()).contains("not_found");
        });
  }

  @Test
  void aStreamIsOneSpanAndNotOneOfEachItem() throws Exception {
    within(bus ->
        bus.serve(ChatBus.WATCH_ANSWER, 1, (request, out) -> new Sender(out).go())
            .compose(ready -> {
              Granting reader = new Granting();
              reader.inflow = bus.open(ChatBus.WATCH_ANSWER, ASKED, DEADLINE, reader);
              return reader.end.future();
            }));
    spans.await(2);
    assertThat(spans.ended())
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder("chat.watch-answer", "chat.watch-answer");
  }

  /** Sends as credit allows. */
  private static final class Sender {
    private final Outflow<LogEntries> out;
    private int sent;

    Sender(Outflow<LogEntries> out) {
      this.out = out;
      out.onCredit(this::go);
    }

    void go() {
      while (sent < ITEMS && out.hasCredit()) {
        out.send(new LogEntries(List.of(new LogEntry(++sent, "delta", "{}"))));
      }
      if (sent == ITEMS) {
        out.end();
      }
    }
  }

  private static final class Granting implements StreamReader<LogEntries> {
    private final Promise<Void> end = Promise.promise();
    private @Nullable Inflow<LogEntries> inflow;

    @Override
    public void item(LogEntries item) {
      if (inflow != null) {
        inflow.grant(1);
      }
    }

    @Override
    public void end() {
      end.complete();
    }

    @Override
    public void fail(BusFailure why) {
      end.fail(why);
    }
  }

  private static TokensCounted refuse(CountTokens asked) {
    throw new BusFailure(FailureCode.NOT_FOUND, "nothing here");
  }

  private static CountTokens counted() {
    return new CountTokens(List.of("a text"));
  }

  private interface Work {
    Future<?> with(Bus bus);
  }

  /** In a room, for a request that is in a trace. */
  private void within(Work work) throws TimeoutException {
    Promise<Void> done = Promise.promise();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                Bus bus = new Bus(vertx);
                Trail.of(
                        RequestScope.of("one"),
                        TraceHeader.read("00-" + TRACE + "-" + CALLER + "-01"))
                    .run(context, () -> work.with(bus).<Void>mapEmpty().onComplete(done));
                return done.future();
              }
            })
        .await(20, TimeUnit.SECONDS);
  }
}
