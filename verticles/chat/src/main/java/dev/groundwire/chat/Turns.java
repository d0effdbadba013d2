package dev.groundwire.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Lets a bounded number of answers be written at once, in the order they were asked. */
final class Turns {
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private int free;

  Turns(int atOnce) {
    this.free = atOnce;
  }

  /** Where the next one will stand in the queue, from 1; empty when there is none. */
  OptionalInt nextPosition() {
    return free > 0 ? OptionalInt.empty() : OptionalInt.of(waiting.size() + 1);
  }

  /** Runs when it is the answer's turn; one that is interrupted gives its place away. */
  <T> T inTurn(LiveAnswer answer, Supplier<T> story) {
    await(answer);
    try {
      return story.get();
    } finally {
      passOn();
    }
  }

  private void await(LiveAnswer answer) {
    if (free > 0) {
      free--;
      return;
    }
    Promise<Void> turn = Promise.promise();
    waiting.addLast(turn);
    Future<Void> mine = turn.future();
    try {
      answer.await(mine);
    } catch (InterruptedAnswer interrupted) {
      if (!waiting.remove(turn)) {
        passOn();
      }
      throw interrupted;
    }
  }

  private void passOn() {
    Promise<Void> next = waiting.pollFirst();
    if (next == null) {
      free++;
    } else {
      next.complete();
    }
  }
}
