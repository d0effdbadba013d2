package dev.groundwire.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.groundwire.bus.llm.TokenUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of the chat completions protocol, streamed ({@code delta}) or whole ({@code
 * message}). Pulls tokens instead of building a tree: it runs for every piece of text. Used again
 * for the next object.
 */
final class ChatChunk {
  private static final JsonFactory JSON = new JsonFactory();

  private final StringBuilder text = new StringBuilder();
  private boolean thinks;
  private @Nullable String finishReason;
  private @Nullable TokenUsage usage;
  private @Nullable String error;

  /** Reads an object, forgetting the one before. */
  void read(byte[] bytes, int length) throws IOException {
    text.setLength(0);
    thinks = false;
    finishReason = null;
    usage = null;
    error = null;
    try (JsonParser json = JSON.createParser(bytes, 0, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case "choices" -> readChoices(json, value);
          case "usage" -> readUsage(json, value);
          case "error" -> readError(json, value);
          default -> json.skipChildren();
        }
      }
    }
  }

  private void readChoices(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken inner = json.nextToken();
        if (inner == JsonToken.VALUE_STRING && field.equals("finish_reason")) {
          finishReason = json.getText();
        } else if (inner == JsonToken.START_OBJECT
            && (field.equals("delta") || field.equals("message"))) {
          readDelta(json);
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void readDelta(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      boolean isString = json.nextToken() == JsonToken.VALUE_STRING;
      if (isString && field.equals("content")) {
        text.append(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
      } else if (isString && field.startsWith("reasoning")) {
        thinks |= json.getTextLength() > 0;
      } else {
        json.skipChildren();
      }
    }
  }

  private void readUsage(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      return;
    }
    int prompt = 0;
    int completion = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken count = json.nextToken();
      if (count == JsonToken.VALUE_NUMBER_INT && field.equals("prompt_tokens")) {
        prompt = json.getIntValue();
      } else if (count == JsonToken.VALUE_NUMBER_INT && field.equals("completion_tokens")) {
        completion = json.getIntValue();
      } else {
        json.skipChildren();
      }
    }
    usage = new TokenUsage(prompt, completion);
  }

  /** Type, code and message in one line, for the log and to tell kinds of errors apart. */
  private void readError(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    StringBuilder said = new StringBuilder();
    if (value != JsonToken.START_OBJECT) {
      said.append(json.getText());
      json.skipChildren();
    } else {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (json.nextToken().isScalarValue()) {
          said.append(said.isEmpty() ? "" : " ").append(json.getText());
        }
        json.skipChildren();
      }
    }
    error = said.toString();
  }

  CharSequence text() {
    return text;
  }

  /** True when the model is at work: it wrote text, or thoughts that are not shown. */
  boolean isProgress() {
    return thinks || !text.isEmpty();
  }

  @Nullable String finishReason() {
    return finishReason;
  }

  @Nullable TokenUsage usage() {
    return usage;
  }

  @Nullable String error() {
    return error;
  }
}
