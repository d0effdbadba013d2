package dev.groundwire.bus.jobs;

import java.util.List;
import java.util.UUID;

/**
 * @param documentIds which; none means every document of the workspace
 */
public record RebuildArguments(List<UUID> documentIds) {
  public RebuildArguments {
    documentIds = List.copyOf(documentIds);
  }
}
