package dev.groundwire.retrieval;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.bus.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Lets work on one key happen one after the other, in the order of asking; for virtual threads. */
final class KeyedTurns<K> {
  private final ConcurrentMap<K, Future<Void>> last = new ConcurrentHashMap<>();
  private final Duration timeout;

  /**
   * @param timeout wait for the turn, not for the work
   */
  KeyedTurns(Duration timeout) {
    this.timeout = timeout;
  }

  <T> T take(K key, Supplier<T> work) {
    Promise<Void> done = Promise.promise();
    Future<Void> mine = done.future();
    Future<Void> before = last.put(key, mine);
    try {
      if (before != null) {
        await(before);
      }
      return work.get();
    } finally {
      // Who gives up waiting passes the turn on only when it would have come.
      Future<Void> turn = before == null ? Future.succeededFuture() : before;
      turn.onComplete(ignored -> {
        last.remove(key, mine);
        done.complete();
      });
    }
  }

  private void await(Future<Void> before) {
    try {
      Deadline.await(before, timeout);
    } catch (TimeoutException late) {
      throw new BusFailure(
          FailureCode.OVERLOADED,
          "The index was busy with this document for " + timeout + "; try again shortly.");
    }
  }
}
