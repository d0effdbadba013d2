package dev.groundwire.platform.bus;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.WatchAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one reader got. Grants nothing by itself; what the test asks of its stream happens on the
 * context that opened it, as streams are confined to that.
 */
final class StreamReading implements StreamReader<LogEntries> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Long> items = new CopyOnWriteArrayList<>();
  private final Promise<Void> ended = Promise.promise();
  private final Promise<Opened> opened = Promise.promise();
  private @Nullable Promise<Void> reached;
  private int awaited;

  private record Opened(Context context, Inflow<LogEntries> inflow) {}

  private StreamReading() {}

  static StreamReading open(Vertx vertx, Duration ping, WatchAnswer asked, Duration deadline) {
    StreamReading reading = new StreamReading();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                Bus bus = new Bus(vertx, ping);
                reading.opened.complete(
                    new Opened(
                        vertx.getOrCreateContext(),
                        bus.open(ChatBus.WATCH_ANSWER, asked, deadline, reading)));
                return Future.succeededFuture();
              }
            })
        .onFailure(reading.opened::tryFail);
    return reading;
  }

  private static <T> T await(Future<T> future) {
    return future.timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).await();
  }

  private <T> T onItsContext(Function<Inflow<LogEntries>, T> step) {
    Opened own = await(opened.future());
    Promise<T> done = Promise.promise();
    own.context().runOnContext(ignored -> done.complete(step.apply(own.inflow())));
    return await(done.future());
  }

  void grant(int count) {
    onItsContext(inflow -> {
      inflow.grant(count);
      return true;
    });
  }

  void cancel() {
    onItsContext(inflow -> {
      inflow.cancel();
      return true;
    });
  }

  boolean isOver() {
    return onItsContext(Inflow::isOver);
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

  synchronized Future<Void> whenRead(int count) {
    Promise<Void> there = Promise.promise();
    awaited = count;
    reached = there;
    if (items.size() >= count) {
      there.complete();
    }
    return there.future();
  }

  @Override
  public void end() {
    ended.complete();
  }

  @Override
  public void fail(BusFailure why) {
    ended.fail(why);
  }

  Future<Void> ended() {
    return ended.future();
  }

  List<Long> items() {
    return items;
  }

  BusFailure failure() {
    try {
      await(ended.future());
    } catch (BusFailure failure) {
      return failure;
    }
    throw new AssertionError("ended well");
  }
}
