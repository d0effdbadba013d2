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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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

  /** What one reader got. Grants nothing by itself. */
  private final class Reading implements StreamReader<LogEntries> {
    private final List<Long> items = new CopyOnWriteArrayList<>();
    private final Promise<Void> ended = Promise.promise();
    private final Promise<Inflow<LogEntries>> inflow = Promise.promise();
    private @Nullable Promise<Void> reached;
    private int awaited;

    private Reading() {
      this(DEADLINE);
    }

    private Reading(Duration deadline) {
      vertx.deployVerticle(
          new VerticleBase() {
            @Override
            public Future<?> start() {
              Bus bus = new Bus(vertx, ping);
              inflow.complete(bus.open(ChatBus.WATCH_ANSWER, ASKED, deadline, Reading.this));
              return Future.succeededFuture();
            }
          });
    }

    @Override
    public synchronized void item(LogEntries item) {
      if (item.entries().isEmpty()) {
        throw new IllegalStateException("cannot read this");
      }
      items.add(item.entries().getFirst().seq());
      if (reached != null && items.size() >= awaited) {
        reached.tryComplete();
      }
    }

    private synchronized Future<Void> whenRead(int count) {
      awaited = count;
      reached = Promise.promise();
      if (items.size() >= count) {
        reached.complete();
      }
      return reached.future();
    }

    private Inflow<LogEntries> inflow() {
      return await(inflow.future());
    }

    @Override
    public void end() {
      ended.complete();
    }

    @Override
    public void fail(BusFailure why) {
      ended.fail(why);
    }

    private BusFailure failure() {
      try {
        await(ended.future());
      } catch (BusFailure failure) {
        return failure;
      }
      throw new AssertionError("ended well");
    }
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
    Reading reading = new Reading();
    await(reading.ended.future());
    assertThat(reading.items).containsExactlyElementsOf(numbers(50));
  }

  private static List<Long> numbers(int to) {
    return LongStream.rangeClosed(1, to).boxed().toList();
  }

  @Test
  void sendsNoMoreThanTheReaderHasRoomFor() throws Exception {
    serve(1, (request, out) -> LongStream.rangeClosed(1, 200).forEach(seq -> out.send(item(seq))));
    Reading reading = new Reading();
    await(reading.whenRead(BusStreams.WINDOW));
    Outflow<LogEntries> out = nextServed();
    assertThat(out.hasCredit()).isFalse();
    assertThat(out.sent()).isEqualTo(BusStreams.WINDOW);
    reading.inflow().grant(200);
    await(reading.whenRead(200));
    assertThat(reading.items).containsExactlyElementsOf(numbers(200));
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
    Reading reading = new Reading();
    await(reading.whenRead(BusStreams.WINDOW));
    assertThat(room.future().isComplete()).isFalse();
    reading.inflow().grant(1);
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
    Reading reading = new Reading();
    await(reading.whenRead(1));
    reading.inflow().cancel();
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
    Reading reading = new Reading();
    assertThat(reading.failure().code()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(reading.failure().retryAfter()).contains(wait);
    assertThat(reading.items).containsExactly(1L);
  }

  @Test
  void refusesBeyondItsBoundAndFreesAPlaceAtTheEnd() throws Exception {
    serve(1, (request, out) -> {});
    Reading first = new Reading();
    Outflow<LogEntries> out = nextServed();
    assertThat(new Reading().failure().code()).isEqualTo(FailureCode.OVERLOADED);
    first.inflow().cancel();
    Promise<Void> left = Promise.promise();
    out.onCancel(left::complete);
    await(left.future());
    new Reading();
    nextServed();
  }

  @Test
  void passesOnWhyAStreamIsRefused() {
    serve(
        1,
        (request, out) -> {
          throw new BusFailure(FailureCode.NOT_FOUND, "no such answer");
        });
    assertThat(new Reading().failure().code()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(new Reading().failure().code()).as("bound left").isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void failsWhenNobodyServes() {
    assertThat(new Reading().failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void noticesThatItsSenderIsGone() throws Exception {
    String sender = serve(1, (request, out) -> {});
    Reading reading = new Reading();
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
    Reading reading = new Reading();
    assertThat(reading.failure()).hasMessageContaining("lost items");
    assertThat(reading.items).containsExactly(1L);
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
    Reading reading = new Reading();
    await(later);
    assertThat(reading.inflow().isOver()).isFalse();
  }

  @Test
  void losesASenderThatAnswersNoPing() {
    Future<Void> third = losePings(number -> true, 3);
    serve(1, (request, out) -> {});
    assertThat(new Reading().failure().code()).isEqualTo(FailureCode.UNAVAILABLE);
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
    assertThat(new Reading().failure()).hasMessage("unreadable");
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
    assertThat(new Reading().failure().code()).isEqualTo(FailureCode.INTERNAL);
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
    assertThat(new Reading(Duration.ofMillis(50)).failure().code()).isEqualTo(FailureCode.TIMEOUT);
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
}
