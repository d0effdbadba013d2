package dev.groundwire.chat;

import java.util.OptionalInt;
import java.util.function.ObjIntConsumer;

/**
 * Lets a bounded number of answers be prepared at once: fair between workspaces, those that
 * somebody waits for before those that nobody watches, which still get every eighth turn. Confined
 * to the loop.
 */
final class Turns {
  private static final int INTERACTIVE_IN_A_ROW = 7;

  private final FairQueue<Turn> interactive = new FairQueue<>();
  private final FairQueue<Turn> background = new FairQueue<>();
  private int free;

  /** Interactive turns since background waits, or since its last turn; at most as many. */
  private int inARow;

  Turns(int atOnce) {
    this.free = atOnce;
  }

  /** The answer's log says whether it waits, and where. */
  Turn enter(LiveAnswer answer) {
    Turn turn = new Turn(this, answer);
    if (free > 0) {
      free--;
      answer.queued(OptionalInt.empty());
      turn.begin();
    } else {
      if (turn.isBackground() && background.size() == 0) {
        inARow = 0; // what was before does not count: it has not waited yet
      }
      answer.queued(OptionalInt.of(nextPosition(turn)));
      queue(turn).add(turn.workspace(), turn);
    }
    return turn;
  }

  private FairQueue<Turn> queue(Turn turn) {
    return turn.isBackground() ? background : interactive;
  }

  private int nextPosition(Turn turn) {
    int position = queue(turn).nextPosition(turn.workspace());
    return turn.isBackground() ? amongAll(position) : behindBackground(position);
  }

  private int behindBackground(int position) {
    int due = (inARow + position - 1) / INTERACTIVE_IN_A_ROW;
    return position + Math.min(background.size(), due);
  }

  private int amongAll(int position) {
    int first = position * INTERACTIVE_IN_A_ROW - inARow;
    return position + Math.min(interactive.size(), first);
  }

  void leaveQueue(Turn turn) {
    queue(turn).remove(turn.workspace(), turn);
  }

  void passOn() {
    if (interactive.size() + background.size() == 0) {
      free++;
    } else {
      next().begin();
    }
  }

  private Turn next() {
    boolean isBackgroundDue = interactive.size() == 0 || inARow >= INTERACTIVE_IN_A_ROW;
    if (background.size() > 0 && isBackgroundDue) {
      inARow = 0;
      return background.remove();
    }
    if (background.size() > 0) {
      inARow++;
    }
    return interactive.remove();
  }

  /** Tells those who wait where they stand now. */
  void tellPositions() {
    positions((turn, position) -> turn.answer().movedUp(position));
  }

  /** All who wait, with the turn that each gets if nobody comes or leaves, from 1. */
  void positions(ObjIntConsumer<Turn> tell) {
    interactive.positions((turn, position) -> tell.accept(turn, behindBackground(position)));
    background.positions((turn, position) -> tell.accept(turn, amongAll(position)));
  }
}
