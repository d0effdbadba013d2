package dev.groundwire.platform.telemetry;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log as it is written: without addresses of people and without secrets. Its schema
 * is {@code conf/log-line.schema.json}.
 *
 * @param event a name for machines, which stays when a message is worded anew
 * @param requestId absent outside of a request, as are the further ids where they are not known
 * @param values what else the line tells, by its key
 * @param stackTrace of a failure
 */
public record LogLine(
    Instant timestamp,
    String level,
    String logger,
    String message,
    String event,
    @Nullable String requestId,
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable String userId,
    @Nullable String workspaceId,
    @Nullable String organizationId,
    Map<String, Object> values,
    @Nullable String stackTrace) {

  /** Why, as far as the line tells. */
  public Optional<String> cause() {
    return Optional.ofNullable(stackTrace)
        .or(() -> Optional.ofNullable(values.get("cause")).map(Object::toString))
        .or(() -> Optional.ofNullable(values.get("reason")).map(Object::toString));
  }
}
