package dev.groundwire.ingestion.chunk;

import dev.groundwire.ingestion.parse.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts each finished passage once more: a tokenizer may make more of a whole than of its parts.
 * What turns out too long is halved until it fits.
 */
final class Verification {
  private final String text;
  private final TokenCounter counter;
  private final ChunkLimits limits;

  Verification(String text, TokenCounter counter, ChunkLimits limits) {
    this.text = text;
    this.counter = counter;
    this.limits = limits;
  }

  List<Chunk> chunks(List<List<Unit>> passages) {
    record Counted(List<Unit> units, int tokens) {}

    List<List<Unit>> left = passages;
    List<Counted> fit = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Integer> counts = counter.count(left.stream().map(Verification::span).toList());
      List<List<Unit>> smaller = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        List<Unit> units = left.get(i);
        if (counts.get(i) <= limits.maxTokens() || units.size() == 1) {
          fit.add(new Counted(units, counts.get(i)));
        } else {
          smaller.add(units.subList(0, units.size() / 2));
          smaller.add(units.subList(units.size() / 2, units.size()));
        }
      }
      left = smaller;
    }
    fit.sort(
        Comparator.<Counted>comparingInt(passage -> passage.units().getFirst().start())
            .thenComparingInt(passage -> passage.units().getLast().end()));
    return IntStream.range(0, fit.size())
        .mapToObj(i -> chunk(i, text, fit.get(i).units(), fit.get(i).tokens()))
        .toList();
  }

  static Chunk chunk(int ordinal, String text, List<Unit> units, int tokens) {
    int start = units.getFirst().start();
    int end = units.getLast().end();
    return new Chunk(
        ordinal,
        units.getFirst().block().page(),
        start,
        end,
        section(units),
        text.substring(start, end),
        tokens);
  }

  private static Span span(List<Unit> units) {
    Block block = units.getFirst().block();
    return new Span(units.getFirst().start(), units.getLast().end(), block);
  }

  /** What is common to the paths of all; the first's own where they have nothing in common. */
  private static String section(List<Unit> units) {
    List<String> first = units.getFirst().block().section();
    List<String> shared = first;
    for (Unit unit : units) {
      List<String> other = unit.block().section();
      int same = 0;
      while (same < Math.min(shared.size(), other.size())
          && shared.get(same).equals(other.get(same))) {
        same++;
      }
      shared = shared.subList(0, same);
    }
    return String.join(" > ", shared.isEmpty() ? first : shared);
  }
}
