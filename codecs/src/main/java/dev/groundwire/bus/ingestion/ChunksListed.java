package dev.groundwire.bus.ingestion;

import java.util.List;
import java.util.Optional;

public record ChunksListed(List<ChunkView> items, Optional<String> nextCursor) {
  public ChunksListed {
    items = List.copyOf(items);
  }
}
