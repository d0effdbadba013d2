package dev.groundwire.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Records as JSON: event payloads, answer logs, and the bodies of the public API. */
public final class RecordJson {
  private static final ObjectMapper JSON = configure(JsonMapper.builder()).build();

  private RecordJson() {}

  /** One line of JSON in camelCase; times are RFC 3339, an empty optional is {@code null}. */
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(
          value.getClass().getSimpleName() + " cannot be written", unwritable);
    }
  }

  /** The same as UTF-8. */
  public static byte[] writeBytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(
          value.getClass().getSimpleName() + " cannot be written", unwritable);
    }
  }

  /**
   * Reads what {@link #write} wrote, unknown fields left aside.
   *
   * @throws BusFailure {@code INVALID_REQUEST} when the text is no such record
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException unreadable) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "Not a readable " + type.getSimpleName() + ": " + unreadable.getOriginalMessage());
    }
  }

  /** The same of UTF-8. */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (IOException unreadable) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "Not a readable " + type.getSimpleName() + ": " + unreadable.getMessage());
    }
  }

  static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
    return builder
        .addModule(new JavaTimeModule())
        .addModule(new Jdk8Module())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));
  }
}
