package dev.groundwire.llm.protocol;

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
  private final StringBuilder text = new StringBuilder();
  private int otherCharacters;
  private @Nullable String finishReason;
  private @Nullable TokenUsage usage;
  private @Nullable String error;

  /** Of all objects, which name the same one. */
  private @Nullable String model;

  /**
   * Reads an object, forgetting the one before.
   *
   * @throws UpstreamFailure when it is none
   */
  void read(byte[] bytes, int from, int length) {
    text.setLength(0);
    otherCharacters = 0;
    finishReason = null;
    usage = null;
    error = null;
    try (JsonParser json = Json.FACTORY.createParser(bytes, from, length)) {
      read(json);
    } catch (IOException malformed) {
      throw UpstreamFailure.notUnderstood("something that is no chat completion");
    }
  }

  private void read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not an object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "choices" -> readChoices(json, value);
        case "usage" -> readUsage(json, value);
        case "error" -> error = Json.error(json);
        case "model" -> readModel(json, value);
        default -> json.skipChildren();
      }
    }
  }

  private void readModel(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      model = model == null ? json.getText() : model;
    } else {
      json.skipChildren();
    }
  }

  private void readChoices(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    JsonToken choice = json.nextToken();
    while (choice != null && choice != JsonToken.END_ARRAY) {
      if (choice == JsonToken.START_OBJECT) {
        readChoice(json);
      } else {
        json.skipChildren();
      }
      choice = json.nextToken();
    }
  }

  private void readChoice(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING && field.equals("finish_reason")) {
        // Some say "" as long as there is none.
        finishReason = json.getText().isEmpty() ? finishReason : json.getText();
      } else if (value == JsonToken.START_OBJECT
          && (field.equals("delta") || field.equals("message"))) {
        readDelta(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readDelta(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING && field.equals("content")) {
        text.append(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
      } else if (field.equals("role")) {
        json.skipChildren();
      } else {
        // Thoughts, tool calls, refusals, and what is invented tomorrow.
        otherCharacters += Json.stringLengths(json);
      }
    }
  }

  private void readUsage(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    int prompt = 0;
    int completion = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      int count = Json.count(json);
      switch (field) {
        case "prompt_tokens" -> prompt = count;
        case "completion_tokens" -> completion = count;
        default -> {}
      }
    }
    usage = new TokenUsage(prompt, completion);
  }

  CharSequence text() {
    return text;
  }

  /** Characters of what is written besides the text: thoughts, tool calls. */
  int otherCharacters() {
    return otherCharacters;
  }

  @Nullable String finishReason() {
    return finishReason;
  }

  @Nullable TokenUsage usage() {
    return usage;
  }

  /** By which the provider says it was written. */
  @Nullable String model() {
    return model;
  }

  @Nullable String error() {
    return error;
  }
}
