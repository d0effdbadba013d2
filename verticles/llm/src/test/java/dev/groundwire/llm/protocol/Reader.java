package dev.groundwire.llm.protocol;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.StreamAddress;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Inflow;
import dev.groundwire.platform.bus.StreamReader;
import dev.groundwire.platform.telemetry.RequestScope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Whoever asked: keeps what it gets, and makes room as the test says. */
public final class Reader<Q extends Record, M> implements StreamReader<M> {
  /** Of every request that is made here. */
  public static final String REQUEST_ID = "request-7";

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final boolean isEager;
  private final List<M> items = new ArrayList<>();
  private final Promise<Void> ended = Promise.promise();
  private final Promise<Inflow<M>> inflow = Promise.promise();
  private final Promise<Void> begun = Promise.promise();
  private final Promise<Void> text = Promise.promise();
  private final Context own;
  private Promise<Void> reached = Promise.promise();
  private int awaited = Integer.MAX_VALUE;

  private Reader(Vertx vertx, StreamAddress<Q, M> at, Q request, boolean isEager) {
    this.isEager = isEager;
    Promise<Context> known = Promise.promise();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                known.complete(vertx.getOrCreateContext());
                RequestScope.of(REQUEST_ID).enter();
                inflow.complete(new Bus(vertx).open(at, request, DEADLINE, Reader.this));
                return Future.succeededFuture();
              }
            })
        .onFailure(failure -> {
          known.tryFail(failure);
          ended.tryFail(failure);
        });
    this.own = await(known.future());
  }

  public static <Q extends Record, M> Reader<Q, M> of(
      Vertx vertx, StreamAddress<Q, M> at, Q request) {
    return new Reader<>(vertx, at, request, true);
  }

  /** One that takes what fits its first window and makes no room by itself. */
  static <Q extends Record, M> Reader<Q, M> slow(Vertx vertx, StreamAddress<Q, M> at, Q request) {
    return new Reader<>(vertx, at, request, false);
  }

  public static <T> T await(Future<T> future) {
    return future.timeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).await();
  }

  @Override
  public synchronized void item(M item) {
    items.add(item);
    tellIfReached();
    if (item instanceof CallBegan) {
      begun.tryComplete();
    }
    if (item instanceof TokenBatch || item instanceof CompletionChunk) {
      text.tryComplete();
    }
    if (isEager) {
      inflow.future().onSuccess(in -> in.grant(1));
    }
  }

  @Override
  public void end() {
    ended.complete();
  }

  @Override
  public void fail(BusFailure why) {
    ended.fail(why);
    text.tryFail(why);
  }

  void grant(int count) {
    own.runOnContext(ignored -> inflow.future().result().grant(count));
  }

  public void cancel() {
    own.runOnContext(ignored -> inflow.future().result().cancel());
  }

  /** Waits for so many items. */
  Reader<Q, M> awaitItems(int count) {
    Promise<Void> there = Promise.promise();
    synchronized (this) {
      awaited = count;
      reached = there;
      tellIfReached();
    }
    await(there.future());
    return this;
  }

  private void tellIfReached() {
    if (items.size() >= awaited) {
      reached.tryComplete();
    }
  }

  public void awaitText() {
    await(text.future());
  }

  public Reader<Q, M> awaitEnd() {
    await(ended.future());
    return this;
  }

  public BusFailure failure() {
    try {
      await(ended.future());
    } catch (BusFailure failure) {
      return failure;
    }
    throw new AssertionError("ended well");
  }

  boolean isOver() {
    return ended.future().isComplete();
  }

  public synchronized List<M> items() {
    return List.copyOf(items);
  }

  public String text() {
    return items().stream()
        .map(item ->
            switch (item) {
              case TokenBatch batch -> batch.text();
              case CompletionChunk chunk -> chunk.data() + "\n";
              default -> "";
            })
        .collect(Collectors.joining());
  }

  List<Quotation> quotations() {
    return items().stream()
        .filter(TokenBatch.class::isInstance)
        .flatMap(batch -> ((TokenBatch) batch).quotations().stream())
        .toList();
  }

  public CallEnded ending() {
    return (CallEnded) items().getLast();
  }
}
