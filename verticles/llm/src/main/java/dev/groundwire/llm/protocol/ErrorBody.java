package dev.groundwire.llm.protocol;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What the body of a refusal says, in either protocol. */
final class ErrorBody {
  private static final int LONGEST = 300;

  private ErrorBody() {}

  /** Its message, cut; empty when there is none. */
  static Optional<String> message(String body) {
    try {
      return new JsonObject(body).getValue("error") instanceof JsonObject error
              && error.getValue("message") instanceof String message
              && !message.isBlank()
          ? Optional.of(message.substring(0, Math.min(LONGEST, message.length())))
          : Optional.empty();
    } catch (DecodeException noJson) {
      return Optional.empty();
    }
  }
}
