package dev.groundwire.chat;

import java.util.OptionalInt;

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
    return position + Math.min(background.size(), (position - 1) / INTERACTIVE_IN_A_ROW);
  }

  private int amongAll(int position) {
    return position + Math.min(interactive.size(), position * INTERACTIVE_IN_A_ROW);
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
    inARow++;
    return interactive.remove();
  }

  /** Tells those who wait where they stand now. */
  void tellPositions() {
    interactive.positions((turn, position) -> turn.answer().movedUp(behindBackground(position)));
    background.positions((turn, position) -> turn.answer().movedUp(amongAll(position)));
  }
}
