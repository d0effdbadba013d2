package dev.groundwire.webhooks;

import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.TraceHeader;
import dev.groundwire.platform.telemetry.Trail;
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
    Optional<String> traceparent,
    String body,
    int tries,
    String url,
    Sealed secret,
    Optional<Sealed> previousSecret,
    UUID lease) {

  /** The request and the trace that led to it. */
  Trail trail() {
    RequestScope request = new RequestScope(correlationId, organizationId, null, null);
    return Trail.of(request, TraceHeader.read(traceparent.orElse(null)));
  }

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
