package dev.groundwire.bus.ingestion;

import java.util.List;
import java.util.Optional;

public record DocumentsListed(List<DocumentView> items, Optional<String> nextCursor) {
  public DocumentsListed {
    items = List.copyOf(items);
  }
}
