package dev.groundwire.ingestion;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentStatus;
import java.util.UUID;

/**
 * A document as the state machine sees it.
 *
 * @param contentId where its bytes are
 * @param version grows with every new processing; what was begun for an older one is void
 * @param model the embedding model that its chunks were sized for; empty before
 */
record Document(
    UUID id,
    Tenant tenant,
    UUID contentId,
    String name,
    String mediaType,
    DocumentStatus status,
    int version,
    String model) {
  /** The same as it was cut for that model. */
  Document of(String otherModel) {
    return new Document(id, tenant, contentId, name, mediaType, status, version, otherModel);
  }

  /** The same as it is after its next processing. */
  Document next() {
    return new Document(id, tenant, contentId, name, mediaType, status, version + 1, model);
  }
}
