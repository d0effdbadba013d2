package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.Tenant;
import java.util.List;
import java.util.UUID;

/**
 * Turns stored bytes into a document. The bytes are already committed under {@code documentId}.
 *
 * @param sha256 of the whole content, 64 hexadecimal digits
 * @param correlationId the request id of the upload
 */
public record RegisterDocument(
    Tenant tenant,
    UUID documentId,
    String name,
    String mediaType,
    long bytes,
    String sha256,
    List<String> tags,
    String correlationId) {
  public RegisterDocument {
    tags = List.copyOf(tags);
  }
}
