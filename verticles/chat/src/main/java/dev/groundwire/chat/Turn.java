package dev.groundwire.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.UUID;

/** An answer's place in the queue, then among those being prepared. Confined to the loop. */
final class Turn {
  private enum State {
    WAITING,
    BEGUN,
    LEFT
  }

  private final Turns turns;
  private final LiveAnswer answer;
  private final Promise<Void> begun = Promise.promise();
  private State state = State.WAITING;

  Turn(Turns turns, LiveAnswer answer) {
    this.turns = turns;
    this.answer = answer;
  }

  LiveAnswer answer() {
    return answer;
  }

  UUID workspace() {
    return answer.question().tenant().workspaceId();
  }

  boolean isBackground() {
    return answer.question().keepGoing();
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  void begin() {
    state = State.BEGUN;
    answer.retrieving();
    begun.complete();
  }

  Future<Void> whenBegun() {
    return begun.future();
  }

  /** Gives the place to the next, in the queue or in the work. Only the first time counts. */
  void leave() {
    State before = state;
    state = State.LEFT;
    switch (before) {
      case WAITING -> turns.leaveQueue(this);
      case BEGUN -> turns.passOn();
      case LEFT -> {}
    }
  }
}
