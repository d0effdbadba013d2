package dev.groundwire.platform.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A line as one JSON object; the keys of every line are always there, null when not known. */
final class JsonLine {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** What a line's own values may not be called. */
  private static final Set<String> TAKEN =
      Set.of("timestamp", "level", "logger", "message", "event", "stack_trace");

  private JsonLine() {}

  static void write(LogLine line, ByteArrayOutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("timestamp", line.timestamp().truncatedTo(ChronoUnit.MICROS) + "");
      json.writeStringField("level", line.level());
      json.writeStringField("logger", line.logger());
      json.writeStringField("message", line.message());
      json.writeStringField("event", line.event());
      put(json, "request_id", line.requestId());
      put(json, "trace_id", line.traceId());
      put(json, "span_id", line.spanId());
      put(json, "user_id", line.userId());
      put(json, "workspace_id", line.workspaceId());
      put(json, "organization_id", line.organizationId());
      for (Map.Entry<String, Object> value : line.values().entrySet()) {
        String key = value.getKey();
        json.writeFieldName(TAKEN.contains(key) ? "value_" + key : key);
        json.writeObject(value.getValue());
      }
      if (line.stackTrace() != null) {
        json.writeStringField("stack_trace", line.stackTrace());
      }
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static void put(JsonGenerator json, String key, @Nullable String value)
      throws IOException {
    if (value == null) {
      json.writeNullField(key);
    } else {
      json.writeStringField(key, value);
    }
  }
}
