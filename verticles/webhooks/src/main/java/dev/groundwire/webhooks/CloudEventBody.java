package dev.groundwire.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A fact as subscribers get it: a CloudEvent in structured JSON, with the extensions {@code
 * partitionkey} and {@code sequence} for its place in the order of its key.
 */
final class CloudEventBody {
  static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";
  static final String TEST_TYPE = "webhook.test.v1";

  private CloudEventBody() {}

  static String of(EventEnvelope event) {
    Map<String, Object> body =
        start(
            event.id(),
            event.type(),
            EventJson.source(event),
            event.key(),
            event.keySeq(),
            event.occurredAt());
    body.put("correlationid", event.correlationId());
    event.causationId().ifPresent(cause -> body.put("causationid", cause.toString()));
    event.traceparent().ifPresent(trace -> body.put("traceparent", trace));
    body.put("data", RecordJson.read(event.payload(), JsonNode.class));
    return RecordJson.write(body);
  }

  /** Of a delivery that somebody tries a webhook with. */
  static String ofTest(UUID id, UUID organizationId, UUID webhookId, Instant at) {
    Map<String, Object> body =
        start(id, TEST_TYPE, "/organizations/" + organizationId, id.toString(), 1, at);
    body.put("data", Map.of("webhookId", webhookId.toString()));
    return RecordJson.write(body);
  }

  private static Map<String, Object> start(
      UUID id, String type, String source, String key, long keySeq, Instant at) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("specversion", "1.0");
    body.put("id", id.toString());
    body.put("source", source);
    body.put("type", type);
    body.put("subject", key);
    body.put("time", at.toString());
    body.put("datacontenttype", "application/json");
    body.put("partitionkey", key);
    body.put("sequence", Long.toString(keySeq));
    return body;
  }
}
