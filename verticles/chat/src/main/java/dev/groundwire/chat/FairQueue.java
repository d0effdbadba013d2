package dev.groundwire.chat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ObjIntConsumer;

/** Workspaces take turns; within one, who came first goes first. */
final class FairQueue<T> {
  /** The first one is next. */
  private final LinkedHashMap<UUID, LinkedHashSet<T>> lanes = new LinkedHashMap<>();

  private int size;

  int size() {
    return size;
  }

  void add(UUID workspace, T waiting) {
    lanes.computeIfAbsent(workspace, first -> new LinkedHashSet<>()).add(waiting);
    size++;
  }

  /** There must be one. */
  T remove() {
    Map.Entry<UUID, LinkedHashSet<T>> lane = lanes.pollFirstEntry();
    T next = lane.getValue().removeFirst();
    if (!lane.getValue().isEmpty()) {
      lanes.put(lane.getKey(), lane.getValue());
    }
    size--;
    return next;
  }

  /** Harmless when it does not wait here. */
  void remove(UUID workspace, T waiting) {
    LinkedHashSet<T> lane = lanes.get(workspace);
    if (lane != null && lane.remove(waiting)) {
      size--;
      if (lane.isEmpty()) {
        lanes.remove(workspace);
      }
    }
  }

  /** Where one that came now would stand, from 1. */
  int nextPosition(UUID workspace) {
    LinkedHashSet<T> own = lanes.get(workspace);
    int before = own == null ? 0 : own.size();
    int position = 1 + before;
    boolean isAhead = true;
    for (Map.Entry<UUID, LinkedHashSet<T>> lane : lanes.entrySet()) {
      if (lane.getKey().equals(workspace)) {
        isAhead = false;
      } else {
        position += Math.min(lane.getValue().size(), isAhead ? before + 1 : before);
      }
    }
    return position;
  }

  /** All of them with their positions from 1, in the order in which they would be removed. */
  void positions(ObjIntConsumer<T> tell) {
    List<Iterator<T>> round = new ArrayList<>();
    lanes.values().forEach(lane -> round.add(lane.iterator()));
    int position = 0;
    while (!round.isEmpty()) {
      for (Iterator<T> lane : round) {
        tell.accept(lane.next(), ++position);
      }
      round.removeIf(lane -> !lane.hasNext());
    }
  }
}
