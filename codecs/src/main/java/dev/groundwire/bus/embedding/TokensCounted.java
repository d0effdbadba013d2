package dev.groundwire.bus.embedding;

import java.util.List;

public record TokensCounted(List<Integer> counts) {
  public TokensCounted {
    counts = List.copyOf(counts);
  }
}
