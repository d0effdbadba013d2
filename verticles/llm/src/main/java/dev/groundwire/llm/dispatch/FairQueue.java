package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait: interactive before background, except that one in so many is of the background;
 * within each, workspaces take turns by their weight; within a workspace, first come first served.
 */
final class FairQueue<E> {
  private final Turns<E> interactive;
  private final Turns<E> background;
  private final int backgroundTurn;
  private int sinceBackground;

  FairQueue(int backgroundTurn, ToIntFunction<UUID> weights) {
    this.backgroundTurn = backgroundTurn;
    this.interactive = new Turns<>(weights);
    this.background = new Turns<>(weights);
  }

  int size() {
    return interactive.size() + background.size();
  }

  int sizeOf(UUID workspace) {
    return interactive.sizeOf(workspace) + background.sizeOf(workspace);
  }

  /**
   * @param isFirst before the others of its workspace: it had its turn before
   */
  Place<E> add(E item, UUID workspace, Priority priority, boolean isFirst) {
    return turns(priority).add(item, workspace, isFirst);
  }

  /** Who is next; null when nobody waits. */
  @Nullable Place<E> next() {
    return isBackgroundNext() ? background.next() : interactive.next();
  }

  /** Who is next of those first in their lines that fit; null when none of the first few does. */
  @Nullable Place<E> next(Predicate<E> fits) {
    boolean isBackgroundFirst = isBackgroundNext();
    Place<E> place = (isBackgroundFirst ? background : interactive).next(fits);
    return place == null ? (isBackgroundFirst ? interactive : background).next(fits) : place;
  }

  /** Takes what {@link #next} gave, which uses up its workspace's turn. */
  void take(Place<E> place) {
    if (place.turns() == background) {
      sinceBackground = 0;
    } else if (background.size() > 0) {
      sinceBackground++;
    }
    place.turns().take(place);
  }

  /** It leaves without a turn. */
  void remove(Place<E> place) {
    place.turns().remove(place);
  }

  /** Where one that comes now would stand, from 1. */
  int positionOfNewcomer(UUID workspace, Priority priority) {
    int before = turns(priority).countBeforeNewcomer(workspace);
    int others =
        priority == Priority.INTERACTIVE
            ? Math.min(background.size(), (before + sinceBackground) / (backgroundTurn - 1))
            : Math.min(interactive.size(), (before + 1) * (backgroundTurn - 1) - sinceBackground);
    return before + Math.max(0, others) + 1;
  }

  /** All in the order in which they would be taken, with positions from 1. */
  void inOrder(ObjIntConsumer<E> visitor) {
    List<E> first = interactive.inOrder();
    List<E> second = background.inOrder();
    int since = sinceBackground;
    int a = 0;
    int b = 0;
    while (a < first.size() || b < second.size()) {
      boolean isSecond = b < second.size() && (a == first.size() || since >= backgroundTurn - 1);
      E item = isSecond ? second.get(b++) : first.get(a++);
      since = isSecond ? 0 : since + (b < second.size() ? 1 : 0);
      visitor.accept(item, a + b);
    }
  }

  /** All, in no order. */
  List<E> items() {
    List<E> items = new ArrayList<>(size());
    interactive.forEach(items::add);
    background.forEach(items::add);
    return items;
  }

  private boolean isBackgroundNext() {
    return background.size() > 0
        && (interactive.size() == 0 || sinceBackground >= backgroundTurn - 1);
  }

  private Turns<E> turns(Priority priority) {
    return priority == Priority.INTERACTIVE ? interactive : background;
  }
}
