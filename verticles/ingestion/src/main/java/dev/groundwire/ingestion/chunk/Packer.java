package dev.groundwire.ingestion.chunk;

import dev.groundwire.ingestion.parse.BlockKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs units into passages: up to the target, headings with what follows them, a new passage at a
 * new section once there is enough, and a few sentences of overlap.
 */
final class Packer {
  private final ChunkLimits limits;
  private final List<List<Unit>> passages = new ArrayList<>();
  private List<Unit> open = new ArrayList<>();
  private int tokens;

  /** Units at the beginning of the open passage that the one before has too. */
  private int repeated;

  Packer(ChunkLimits limits) {
    this.limits = limits;
  }

  List<List<Unit>> pack(List<Unit> units) {
    for (Unit unit : units) {
      boolean newSection = isHeading(unit) && !open.isEmpty() && !isHeading(open.getLast());
      if (newSection && tokens * 2 >= limits.targetTokens()) {
        close(false);
      } else if (tokens + unit.tokens() > limits.targetTokens() && !open.isEmpty()) {
        close(true);
        dropOverlapUnlessItFits(unit);
      }
      open.add(unit);
      tokens += unit.tokens();
    }
    if (open.size() > repeated) {
      passages.add(open);
    }
    return passages;
  }

  /** Headings at the end go over to the next passage, behind no overlap: they begin a section. */
  private void close(boolean overlapping) {
    List<Unit> next = new ArrayList<>();
    int split = open.size();
    while (split > repeated && isHeading(open.get(split - 1))) {
      split--;
    }
    List<Unit> done = open.subList(0, split);
    List<Unit> headings = open.subList(split, open.size());
    if (done.size() <= repeated) {
      // Nothing but headings: a passage of their own is better than one beyond the target.
      passages.add(List.copyOf(open.subList(repeated, open.size())));
      headings = List.of();
    } else {
      passages.add(List.copyOf(done));
      if (overlapping && headings.isEmpty()) {
        next.addAll(overlap(done));
      }
    }
    repeated = next.size();
    next.addAll(headings);
    open = next;
    tokens = next.stream().mapToInt(Unit::tokens).sum();
  }

  private List<Unit> overlap(List<Unit> done) {
    int from = done.size();
    int sum = 0;
    while (from > 1) {
      Unit candidate = done.get(from - 1);
      if (isHeading(candidate)
          || !candidate.block().section().equals(done.getLast().block().section())
          || sum + candidate.tokens() > limits.overlapTokens()) {
        break;
      }
      sum += candidate.tokens();
      from--;
    }
    return done.subList(from, done.size());
  }

  private void dropOverlapUnlessItFits(Unit unit) {
    boolean anotherSection =
        repeated > 0 && !open.getFirst().block().section().equals(unit.block().section());
    if (repeated == open.size()
        && (anotherSection || isHeading(unit) || tokens + unit.tokens() > limits.targetTokens())) {
      open = new ArrayList<>();
      tokens = 0;
      repeated = 0;
    } else if (repeated < open.size() && tokens + unit.tokens() > limits.maxTokens()) {
      close(false); // carried headings and this unit do not fit together
    }
  }

  private static boolean isHeading(Unit unit) {
    return unit.block().kind() == BlockKind.HEADING;
  }
}
