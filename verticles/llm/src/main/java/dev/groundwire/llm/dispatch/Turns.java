package dev.groundwire.llm.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stride scheduling: each workspace has a line, and the line whose pass is the lowest has the turn,
 * which adds a round divided by its weight. A line that comes back begins a stride behind the
 * present turn, so leaving and coming back gains nothing. Joining, leaving and the next turn are
 * logarithmic in the workspaces; to count who is before a newcomer is linear in them, to go over
 * all is in who waits.
 */
final class Turns<E> {
  /** Whose turn it is; on a tie the line that is there for longer. */
  private static final Comparator<Line<?>> BY_PASS =
      Comparator.<Line<?>>comparingLong(line -> line.pass).thenComparingLong(line -> line.number);

  /** What a turn of weight 1 adds: large beside every weight, so that whole numbers do. */
  private static final long ROUND = 1_000_000;

  /** Lines, when the first one cannot go: more would cost too much too often. */
  private static final int LOOKED_AT = 16;

  private final ToIntFunction<UUID> weights;
  private final Map<UUID, Line<E>> lines = new HashMap<>();
  private final TreeSet<Line<E>> order = new TreeSet<>(BY_PASS);
  private long present;
  private long numbers;
  private int size;

  Turns(ToIntFunction<UUID> weights) {
    this.weights = weights;
  }

  /** One workspace's. */
  static final class Line<E> {
    private final UUID workspace;
    private final long stride;
    private final LinkedHashSet<Place<E>> places = new LinkedHashSet<>();
    private final long number;
    private long pass;

    private Line(UUID workspace, long stride, long number) {
      this.workspace = workspace;
      this.stride = stride;
      this.number = number;
    }
  }

  private record Turn<E>(long pass, long number, E item) {}

  int size() {
    return size;
  }

  int sizeOf(UUID workspace) {
    Line<E> line = lines.get(workspace);
    return line == null ? 0 : line.places.size();
  }

  Place<E> add(E item, UUID workspace, boolean isFirst) {
    Line<E> line = lines.get(workspace);
    if (line == null) {
      line = new Line<>(workspace, strideOf(workspace), numbers++);
      lines.put(workspace, line);
      enter(line, present + line.stride);
    }
    Place<E> place = new Place<>(item, this, line);
    if (isFirst) {
      line.places.addFirst(place);
    } else {
      line.places.addLast(place);
    }
    size++;
    return place;
  }

  @Nullable Place<E> next() {
    return order.isEmpty() ? null : order.first().places.getFirst();
  }

  @Nullable Place<E> next(Predicate<E> fits) {
    return order.stream()
        .limit(LOOKED_AT)
        .map(line -> line.places.getFirst())
        .filter(place -> fits.test(place.item()))
        .findFirst()
        .orElse(null);
  }

  void take(Place<E> place) {
    Line<E> line = place.line();
    present = Math.max(present, line.pass);
    order.remove(line);
    enter(line, line.pass + line.stride);
    remove(place);
  }

  void remove(Place<E> place) {
    Line<E> line = place.line();
    if (line.places.remove(place)) {
      size--;
      if (line.places.isEmpty()) {
        order.remove(line);
        lines.remove(line.workspace);
      }
    }
  }

  /** How many would be taken before one more of that workspace. */
  int countBeforeNewcomer(UUID workspace) {
    Line<E> own = lines.get(workspace);
    long pass =
        own == null ? present + strideOf(workspace) : own.pass + own.places.size() * own.stride;
    int before = 0;
    for (Line<E> line : order) {
      if (line == own) {
        before += line.places.size();
      } else if (line.pass > pass) {
        break;
      } else {
        long turns = (pass - line.pass) / line.stride;
        boolean isBehindOnTie =
            own != null && own.number < line.number && line.pass + turns * line.stride == pass;
        before += (int) Math.min(line.places.size(), isBehindOnTie ? turns : turns + 1);
      }
    }
    return before;
  }

  List<E> inOrder() {
    List<Turn<E>> turns = new ArrayList<>(size);
    for (Line<E> line : order) {
      long pass = line.pass;
      for (Place<E> place : line.places) {
        turns.add(new Turn<>(pass, line.number, place.item()));
        pass += line.stride;
      }
    }
    if (order.size() > 1) {
      turns.sort(Comparator.<Turn<E>>comparingLong(Turn::pass).thenComparingLong(Turn::number));
    }
    return turns.stream().map(Turn::item).toList();
  }

  void forEach(Consumer<E> visitor) {
    order.forEach(line -> line.places.forEach(place -> visitor.accept(place.item())));
  }

  private long strideOf(UUID workspace) {
    return ROUND / weights.applyAsInt(workspace);
  }

  private void enter(Line<E> line, long pass) {
    line.pass = pass;
    order.add(line);
  }
}
