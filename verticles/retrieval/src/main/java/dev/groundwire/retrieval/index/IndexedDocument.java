package dev.groundwire.retrieval.index;

import dev.groundwire.bus.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What all chunks of a document share.
 *
 * @param name file name or title; each of its chunks is found by its words too
 * @param language ISO 639 code or language tag; decides how its text is analysed
 */
public record IndexedDocument(
    Tenant tenant,
    UUID documentId,
    int version,
    String name,
    Optional<String> language,
    List<String> tags,
    Instant createdAt) {
  public IndexedDocument {
    tags = List.copyOf(tags);
  }
}
