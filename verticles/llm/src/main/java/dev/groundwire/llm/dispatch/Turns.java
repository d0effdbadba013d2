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
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stride scheduling: each workspace has a line, and the line whose pass is the lowest has the turn,
 * which adds one divided by its weight. A line that comes back begins a stride behind the present
 * turn, so leaving and coming back gains nothing. Everything is logarithmic in the workspaces.
 */
final class Turns<E> {
  /** Whose turn it is; on a tie who has waited for it longer. */
  private static final Comparator<Line<?>> BY_PASS =
      Comparator.<Line<?>>comparingDouble(line -> line.pass).thenComparingLong(line -> line.since);

  private final ToIntFunction<UUID> weights;
  private final Map<UUID, Line<E>> lines = new HashMap<>();
  private final TreeSet<Line<E>> order = new TreeSet<>(BY_PASS);
  private double present;
  private long changes;
  private int size;

  Turns(ToIntFunction<UUID> weights) {
    this.weights = weights;
  }

  /** One workspace's. */
  static final class Line<E> {
    private final UUID workspace;
    private final double stride;
    private final LinkedHashSet<Place<E>> places = new LinkedHashSet<>();
    private double pass;
    private long since;

    private Line(UUID workspace, double stride) {
      this.workspace = workspace;
      this.stride = stride;
    }
  }

  private record Turn<E>(double pass, long since, E item) {}

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
      line = new Line<>(workspace, 1.0 / weights.applyAsInt(workspace));
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
    double pass =
        own == null
            ? present + 1.0 / weights.applyAsInt(workspace)
            : own.pass + own.places.size() * own.stride;
    int before = 0;
    for (Line<E> line : order) {
      if (line == own) {
        before += line.places.size();
      } else if (line.pass > pass) {
        break;
      } else {
        before +=
            (int) Math.min(line.places.size(), Math.floor((pass - line.pass) / line.stride) + 1);
      }
    }
    return before;
  }

  List<E> inOrder() {
    List<Turn<E>> turns = new ArrayList<>(size);
    for (Line<E> line : order) {
      double pass = line.pass;
      for (Place<E> place : line.places) {
        turns.add(new Turn<>(pass, line.since, place.item()));
        pass += line.stride;
      }
    }
    if (order.size() > 1) {
      turns.sort(Comparator.<Turn<E>>comparingDouble(Turn::pass).thenComparingLong(Turn::since));
    }
    return turns.stream().map(Turn::item).toList();
  }

  void forEach(Consumer<E> visitor) {
    order.forEach(line -> line.places.forEach(place -> visitor.accept(place.item())));
  }

  private void enter(Line<E> line, double pass) {
    line.pass = pass;
    line.since = changes++;
    order.add(line);
  }
}
