package dev.groundwire.webhooks;

import java.util.Optional;
import java.util.UUID;

/**
 * A delivery taken up by this node.
 *
 * @param tries this one included
 * @param secret sealed, like {@code previousSecret}, which is there while it is still valid
 * @param lease proves the taking up
 */
record LeasedDelivery(
    UUID id,
    UUID webhookId,
    UUID organizationId,
    UUID eventId,
    String correlationId,
    String body,
    int tries,
    String url,
    Sealed secret,
    Optional<Sealed> previousSecret,
    UUID lease) {

  /** Bytes that compare by identity only, so that records hold them. */
  static final class Sealed {
    private final byte[] bytes;

    Sealed(byte[] bytes) {
      this.bytes = bytes;
    }

    String open(SecretBox box, UUID owner) {
      return box.open(bytes, owner);
    }
  }
}
