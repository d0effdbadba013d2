package dev.groundwire.llm.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of the Messages API. Pulls tokens instead of building a tree: it runs for every
 * piece of text. Used again for the next event.
 */
final class MessagesEvent {
  private String type = "";
  private int index;
  private final StringBuilder text = new StringBuilder();
  private String deltaType = "";
  private String blockType = "";
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String model;
  private @Nullable String stopReason;
  private @Nullable String error;
  private int inputTokens = -1;
  private int outputTokens = -1;

  /**
   * Reads an event, forgetting the one before.
   *
   * @throws UpstreamFailure when it is none
   */
  void read(byte[] bytes, int from, int length) {
    clear();
    try (JsonParser json = Json.FACTORY.createParser(bytes, from, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      readEvent(json);
    } catch (IOException malformed) {
      throw UpstreamFailure.notUnderstood("something that is no message event");
    }
  }

  private void clear() {
    type = "";
    index = 0;
    text.setLength(0);
    deltaType = "";
    blockType = "";
    id = null;
    name = null;
    model = null;
    stopReason = null;
    error = null;
    inputTokens = -1;
    outputTokens = -1;
  }

  private void readEvent(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "type" -> type = text(json, value);
        case "index" -> index = Json.count(json);
        case "message" -> eachField(json, value, this::readMessage);
        case "content_block" -> eachField(json, value, this::readBlock);
        case "delta" -> eachField(json, value, this::readDelta);
        case "usage" -> eachField(json, value, this::readUsage);
        case "error" -> error = Json.error(json);
        default -> json.skipChildren();
      }
    }
  }

  private interface FieldReader {
    void read(String field, JsonParser json, JsonToken value) throws IOException;
  }

  private static void eachField(JsonParser json, JsonToken value, FieldReader reader)
      throws IOException {
    if (value != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      reader.read(field, json, json.nextToken());
    }
  }

  private void readMessage(String field, JsonParser json, JsonToken value) throws IOException {
    switch (field) {
      case "id" -> id = text(json, value);
      case "model" -> model = text(json, value);
      case "usage" -> eachField(json, value, this::readUsage);
      default -> json.skipChildren();
    }
  }

  private void readBlock(String field, JsonParser json, JsonToken value) throws IOException {
    switch (field) {
      case "type" -> blockType = text(json, value);
      case "id" -> id = text(json, value);
      case "name" -> name = text(json, value);
      case "text", "thinking" -> appendText(json, value);
      default -> json.skipChildren();
    }
  }

  private void readDelta(String field, JsonParser json, JsonToken value) throws IOException {
    switch (field) {
      case "type" -> deltaType = text(json, value);
      case "text", "partial_json", "thinking" -> appendText(json, value);
      case "stop_reason" -> stopReason = value == JsonToken.VALUE_STRING ? json.getText() : null;
      default -> json.skipChildren();
    }
  }

  private void readUsage(String field, JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_NUMBER_INT) {
      json.skipChildren();
      return;
    }
    int count = Json.count(json);
    switch (field) {
      case "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens" ->
          inputTokens = (int) Math.min(Integer.MAX_VALUE, (long) Math.max(0, inputTokens) + count);
      case "output_tokens" -> outputTokens = count;
      default -> {}
    }
  }

  private void appendText(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      text.append(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    } else {
      json.skipChildren();
    }
  }

  private static String text(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  String type() {
    return type;
  }

  /** Which block of the message it is about. */
  int index() {
    return index;
  }

  /** Of a block or of a delta: text, thoughts, or a part of a tool's input. */
  CharSequence text() {
    return text;
  }

  String deltaType() {
    return deltaType;
  }

  String blockType() {
    return blockType;
  }

  /** Of the message, or of the call of a tool. */
  @Nullable String id() {
    return id;
  }

  /** Of the tool. */
  @Nullable String name() {
    return name;
  }

  @Nullable String model() {
    return model;
  }

  @Nullable String stopReason() {
    return stopReason;
  }

  @Nullable String error() {
    return error;
  }

  /** Read, also from caches; negative when it does not say. */
  int inputTokens() {
    return inputTokens;
  }

  /** Negative when it does not say. */
  int outputTokens() {
    return outputTokens;
  }
}
