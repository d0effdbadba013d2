package dev.groundwire.bus.ingestion;

import java.util.List;

public record GenerationsListed(List<GenerationView> items) {
  public GenerationsListed {
    items = List.copyOf(items);
  }
}
