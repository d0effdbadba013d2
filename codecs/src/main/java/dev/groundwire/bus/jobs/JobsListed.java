package dev.groundwire.bus.jobs;

import java.util.List;
import java.util.Optional;

public record JobsListed(List<JobView> items, Optional<String> nextCursor) {
  public JobsListed {
    items = List.copyOf(items);
  }
}
