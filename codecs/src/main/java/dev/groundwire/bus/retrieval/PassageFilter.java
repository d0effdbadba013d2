package dev.groundwire.bus.retrieval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which documents may answer. Empty parts do not restrict.
 *
 * @param tags a document must have all of them
 * @param after created at or after
 * @param before created before
 */
public record PassageFilter(
    List<UUID> documentIds, List<String> tags, Optional<Instant> after, Optional<Instant> before) {
  public static final PassageFilter NONE =
      new PassageFilter(List.of(), List.of(), Optional.empty(), Optional.empty());

  public PassageFilter {
    documentIds = List.copyOf(documentIds);
    tags = List.copyOf(tags);
  }
}
