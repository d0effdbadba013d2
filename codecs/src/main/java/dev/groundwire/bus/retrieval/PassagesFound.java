package dev.groundwire.bus.retrieval;

import java.util.List;

public record PassagesFound(List<Passage> passages) {
  public PassagesFound {
    passages = List.copyOf(passages);
  }
}
