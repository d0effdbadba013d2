package dev.groundwire.bus.ingestion;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A document as its owner sees it.
 *
 * @param chunks 0 until it is chunked
 * @param error why it failed, for a person; empty unless {@code failed}
 */
public record DocumentView(
    UUID id,
    String name,
    String mediaType,
    long bytes,
    String sha256,
    DocumentStatus status,
    int chunks,
    Optional<String> error,
    List<String> tags,
    Instant createdAt,
    Instant updatedAt) {
  public DocumentView {
    tags = List.copyOf(tags);
  }
}
