package dev.groundwire.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.bus.stream.StreamFrame;
import dev.groundwire.bus.stream.StreamOpened;
import dev.groundwire.bus.stream.StreamsAlive;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusStreamsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration PING = Duration.ofMillis(100);
  private static final WatchAnswer ASKED = new WatchAnswer(UUID.randomUUID(), UUID.randomUUID(), 0);

  private final BlockingQueue<Outflow<LogEntries>> served = new LinkedBlockingQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private Duration ping = PING;

  @BeforeEach
  void register() {
    BusCodecs.register(vertx.eventBus());
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Serves as {@code source} says, and keeps what it opened. */
  private String serve(int atOnce, StreamSource<WatchAnswer, LogEntries> source) {
    return vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return new Bus(vertx, ping)
                    .serve(
                        ChatBus.WATCH_ANSWER,
                        atOnce,
                        (request, out) -> {
                          source.open(request, out);
                          served.add(out);
                        });
              }
            })
        .await();
  }

  private static <T> T await(Future<T> future) {
    return future.timeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).await();
  }

  private static LogEntries item(long seq) {
    return new LogEntries(List.of(new LogEntry(seq, "delta", "{}")));
  }

  private StreamReading read() {
    return read(DEADLINE);
  }

  private StreamReading read(Duration deadline) {
    return StreamReading.open(vertx, ping, ASKED, deadline);
  }

  private Outflow<LogEntries> nextServed() throws InterruptedException {
    return Objects.requireNonNull(
        served.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS), "no stream was opened");
  }

  @Test
  void bringsEveryItemInOrderAndItsEnd() {
    serve(
        1,
        (request, out) -> {
          LongStream.rangeClosed(1, 50).forEach(seq -> out.send(item(seq)));
          out.end();
        });
    StreamReading reading = read();
    await(reading.ended());
    assertThat(reading.items()).containsExactlyElementsOf(numbers(50));
  }

  private static List<Long> numbers(int to) {
    return LongStream.rangeClosed(1, to).boxed().toList();
  }

  @Test
  void sendsNoMoreThanTheReaderHasRoomFor() {
    Promise<Long> sent = Promise.promise();
    serve(
        1,
        (request, out) -> {
          LongStream.rangeClosed(1, 200).forEach(seq -> out.send(item(seq)));
          assertThat(out.hasCredit()).isFalse();
          sent.complete(out.sent());
        });
    StreamReading reading = read();
    await(reading.whenRead(BusStreams.WINDOW));
    assertThat(await(sent.future())).isEqualTo(BusStreams.WINDOW);
    reading.grant(200);
    await(reading.whenRead(200));
    assertThat(reading.items()).containsExactlyElementsOf(numbers(200));
  }

  @Test
  void tellsASenderThatStoppedWhenThereIsRoomAgain() {
    Promise<Void> room = Promise.promise();
    serve(
        1,
        (request, out) -> {
          out.onCredit(room::tryComplete);
          LongStream.rangeClosed(1, BusStreams.WINDOW).forEach(seq -> out.send(item(seq)));
        });
    StreamReading reading = read();
    await(reading.whenRead(BusStreams.WINDOW));
    assertThat(room.future().isComplete()).isFalse();
    reading.grant(1);
    await(room.future());
  }

  @Test
  void cancelsAtTheSender() {
    Promise<Void> cancelled = Promise.promise();
    serve(
        1,
        (request, out) -> {
          out.onCancel(cancelled::complete);
          out.send(item(1));
        });
    StreamReading reading = read();
    await(reading.whenRead(1));
    reading.cancel();
    await(cancelled.future());
  }

  @Test
  void bringsAFailureBehindTheItemsBeforeIt() {
    Duration wait = Duration.ofSeconds(3);
    serve(
        1,
        (request, out) -> {
          out.send(item(1));
          out.fail(new BusFailure(FailureCode.OVERLOADED, "full", wait));
        });
    StreamReading reading = read();
    assertThat(reading.failure().code()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(reading.failure().retryAfter()).contains(wait);
    assertThat(reading.items()).containsExactly(1L);
  }

  @Test
  void refusesBeyondItsBoundAndFreesAPlaceAtTheEnd() throws Exception {
    Promise<Void> left = Promise.promise();
    serve(1, (request, out) -> out.onCancel(left::tryComplete));
    StreamReading first = read();
    nextServed();
    assertThat(read().failure().code()).isEqualTo(FailureCode.OVERLOADED);
    first.cancel();
    await(left.future());
    read();
    nextServed();
  }

  @Test
  void passesOnWhyAStreamIsRefused() {
    serve(
        1,
        (request, out) -> {
          throw new BusFailure(FailureCode.NOT_FOUND, "no such answer");
        });
    assertThat(read().failure().code()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(read().failure().code()).as("bound left").isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void failsWhenNobodyServes() {
    assertThat(read().failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void noticesThatItsSenderIsGone() throws Exception {
    String sender = serve(1, (request, out) -> {});
    StreamReading reading = read();
    nextServed();
    vertx.undeploy(sender).await();
    assertThat(reading.failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void noticesThatAnItemWasLost() {
    AtomicBoolean dropped = new AtomicBoolean();
    vertx
        .eventBus()
        .addOutboundInterceptor(delivery -> {
          boolean isSecond =
              delivery.message().body() instanceof StreamFrame frame && frame.seq() == 2;
          if (!isSecond || dropped.getAndSet(true)) {
            delivery.next();
          }
        });
    serve(
        1,
        (request, out) -> {
          out.send(item(1));
          out.send(item(2));
        });
    StreamReading reading = read();
    assertThat(reading.failure()).hasMessageContaining("lost items");
    assertThat(reading.items()).containsExactly(1L);
  }

  /** Loses the pings of those numbers, which begin with 1; the future is that of one sent. */
  private Future<Void> losePings(IntPredicate lost, int sent) {
    AtomicInteger pings = new AtomicInteger();
    Promise<Void> reached = Promise.promise();
    vertx
        .eventBus()
        .addOutboundInterceptor(delivery -> {
          boolean isPing =
              delivery.message().body() instanceof StreamsAlive
                  && delivery.message().address().startsWith("streams.");
          int number = isPing ? pings.incrementAndGet() : 0;
          if (!isPing || !lost.test(number)) {
            delivery.next();
          }
          if (number == sent) {
            reached.complete();
          }
        });
    return reached.future();
  }

  @Test
  void outlivesAPingThatIsLost() {
    Future<Void> later = losePings(number -> number == 1, 5);
    serve(1, (request, out) -> {});
    StreamReading reading = read();
    await(later);
    assertThat(reading.isOver()).isFalse();
  }

  @Test
  void losesASenderThatAnswersNoPing() {
    Future<Void> third = losePings(number -> true, 3);
    serve(1, (request, out) -> {});
    assertThat(read().failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(third.isComplete()).isTrue();
  }

  @Test
  @SuppressWarnings("unchecked") // an item that cannot be read arrives as a failure
  void stopsASenderWhoseItemCannotBeRead() {
    ping = Duration.ofHours(1);
    Promise<Void> cancelled = Promise.promise();
    serve(
        1,
        (request, out) -> {
          out.onCancel(cancelled::complete);
          ((Outflow<Object>) (Outflow<?>) out)
              .send(new BusFailure(FailureCode.INTERNAL, "unreadable"));
        });
    assertThat(read().failure()).hasMessage("unreadable");
    await(cancelled.future());
  }

  @Test
  void stopsASenderWhoseReaderFails() {
    ping = Duration.ofHours(1);
    Promise<Void> cancelled = Promise.promise();
    serve(
        1,
        (request, out) -> {
          out.onCancel(cancelled::complete);
          out.send(new LogEntries(List.of()));
        });
    assertThat(read().failure().code()).isEqualTo(FailureCode.INTERNAL);
    await(cancelled.future());
  }

  @Test
  void stopsASenderThatLetItInTooLate() {
    ping = Duration.ofHours(1);
    Promise<Void> cancelled = Promise.promise();
    Promise<Void> failed = Promise.promise();
    vertx
        .eventBus()
        .addOutboundInterceptor(delivery -> {
          if (delivery.message().body() instanceof StreamOpened) {
            failed.future().onComplete(ignored -> delivery.next());
          } else {
            delivery.next();
          }
        });
    serve(1, (request, out) -> out.onCancel(cancelled::complete));
    assertThat(read(Duration.ofMillis(50)).failure().code()).isEqualTo(FailureCode.TIMEOUT);
    failed.complete();
    await(cancelled.future());
  }

  @Test
  void refusesWhoDoesNotOpenAStream() {
    serve(1, (request, out) -> {});
    Future<?> asked = vertx.eventBus().request(ChatBus.WATCH_ANSWER.name(), ASKED);
    assertThatThrownBy(() -> await(asked))
        .isInstanceOfSatisfying(
            BusFailure.class,
            refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.INVALID_REQUEST));
  }

  @Test
  void endsASenderThatGoesOnWithoutCredit() {
    Promise<Boolean> isClosed = Promise.promise();
    Promise<Void> cancelled = Promise.promise();
    serve(
        1,
        (request, out) -> {
          out.onCancel(cancelled::complete);
          long tooMany = BusStreams.WINDOW + Outflow.MOST_WAITING + 1;
          LongStream.rangeClosed(1, tooMany).forEach(seq -> out.send(item(seq)));
          isClosed.complete(out.isClosed());
        });
    StreamReading reading = read();
    assertThat(reading.failure().code()).isEqualTo(FailureCode.INTERNAL);
    assertThat(reading.items()).containsExactlyElementsOf(numbers(BusStreams.WINDOW));
    await(cancelled.future());
    assertThat(await(isClosed.future())).isTrue();
  }
}
