package dev.groundwire.gateway.documents;

import dev.groundwire.bus.ingestion.DocumentStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What an upload is told of one of its files. */
record Uploaded(
    UUID id, String name, DocumentStatus status, String sha256, Optional<UUID> duplicateOf) {

  /** The body of the answer. */
  record All(List<Uploaded> documents) {}
}
