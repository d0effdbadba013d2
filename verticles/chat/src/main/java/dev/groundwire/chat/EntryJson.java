package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.llm.TokenUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The data of a log's entries: the public contract of the answer stream, key by key. */
final class EntryJson {
  static final String STATUS = "status";
  static final String SOURCES = "sources";
  static final String DELTA = "delta";
  static final String CITATION = "citation";
  static final String DONE = "done";
  static final String ERROR = "error";

  private EntryJson() {}

  /**
   * @param position in the queue, from 1; empty when it is the answer's turn
   */
  static String status(
      AnswerState state, OptionalInt position, Optional<String> model, UUID answerId) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", state.text());
    position.ifPresent(place -> data.put("position", place));
    model.ifPresent(name -> data.put("model", name));
    data.put("answerId", answerId);
    return RecordJson.write(data);
  }

  /** Another node has the answer now: it begins anew, or an error follows. */
  static String takenOver(AnswerState state, UUID answerId) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", state.text());
    data.put("takenOver", true);
    data.put("answerId", answerId);
    return RecordJson.write(data);
  }

  static String citation(Citation citation) {
    return RecordJson.write(citation);
  }

  static String done(UUID answerId, String finishReason, TokenUsage usage, String model) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("answerId", answerId);
    data.put("finishReason", finishReason);
    data.put("usage", usage);
    data.put("model", model);
    return RecordJson.write(data);
  }

  /** A problem document (RFC 9457). */
  static String error(BusFailure failure, UUID answerId, String requestId) {
    Map<String, Object> data = new LinkedHashMap<>();
    int status = failure.code().httpStatus();
    String type = failure.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
    data.put("type", "urn:groundwire:problem:" + type);
    data.put("title", title(status));
    data.put("status", status);
    data.put("detail", failure.getMessage());
    data.put("instance", "/api/v1/answers/" + answerId);
    data.put("requestId", requestId);
    failure.retryAfter().ifPresent(wait -> data.put("retryAfter", seconds(wait)));
    return RecordJson.write(data);
  }

  /** Whole ones, as in the header {@code Retry-After}. */
  private static long seconds(Duration wait) {
    return Math.max(1, Math.ceilDiv(wait.toMillis(), 1_000L));
  }

  /** The reason phrase of the status, as in the problem documents of the HTTP interface. */
  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 413 -> "Request Entity Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Entity";
      case 429 -> "Too Many Requests";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Internal Server Error";
    };
  }
}
