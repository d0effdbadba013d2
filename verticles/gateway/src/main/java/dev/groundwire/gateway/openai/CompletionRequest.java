package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.gateway.http.JsonBody;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What of a chat completion's request is ours to know; the rest is passed through.
 *
 * @param model the one asked for
 * @param streams true when chunks are wanted as they come
 * @param includesUsage true when a stream is to end with its usage
 * @param body all of it
 */
record CompletionRequest(String model, boolean streams, boolean includesUsage, Buffer body) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int LONGEST_MODEL = 256;

  /** Reads without building a tree: bodies may hold megabytes of messages. */
  static CompletionRequest of(Buffer body) {
    try (JsonParser json = JSON.createParser(body.getBytes())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("The body is not a JSON object such as {\"model\": \"...\"}.");
      }
      Reading reading = new Reading();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        reading.field(field, json);
      }
      if (json.nextToken() != null) {
        throw invalid("There is something behind the body's JSON object.");
      }
      return reading.request(body);
    } catch (JsonProcessingException unreadable) {
      throw JsonBody.unreadable(unreadable);
    } catch (IOException notText) {
      throw invalid("The body is not text in UTF-8.");
    }
  }

  private static BusFailure invalid(String detail) {
    return new BusFailure(FailureCode.INVALID_REQUEST, detail);
  }

  private static final class Reading {
    private @Nullable String model;
    private boolean hasMessages;
    private boolean streams;
    private boolean includesUsage;

    void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "model" -> model = model(json);
        case "messages" -> hasMessages = messages(json);
        case "stream" -> streams = flag("stream", json);
        case "stream_options" -> streamOptions(json);
        default -> json.skipChildren();
      }
    }

    private static String model(JsonParser json) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        throw OpenAiErrors.invalid("model", "model is not text.");
      }
      String name = json.getText();
      if (name.isBlank() || name.length() > LONGEST_MODEL) {
        throw OpenAiErrors.invalid("model", "model is empty or longer than 256 characters.");
      }
      return name;
    }

    private static boolean messages(JsonParser json) throws IOException {
      if (!json.isExpectedStartArrayToken()) {
        throw OpenAiErrors.invalid("messages", "messages is not a list.");
      }
      boolean hasSome = false;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        hasSome = true;
        json.skipChildren();
      }
      return hasSome;
    }

    private static boolean flag(String name, JsonParser json) throws IOException {
      return switch (json.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE, VALUE_NULL -> false;
        default -> throw OpenAiErrors.invalid(name, name + " is not true or false.");
      };
    }

    private void streamOptions(JsonParser json) throws IOException {
      if (json.hasToken(JsonToken.VALUE_NULL)) {
        return;
      }
      if (!json.isExpectedStartObjectToken()) {
        throw OpenAiErrors.invalid("stream_options", "stream_options is not an object.");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("include_usage")) {
          includesUsage = flag("stream_options.include_usage", json);
        } else {
          json.skipChildren();
        }
      }
    }

    CompletionRequest request(Buffer body) {
      if (model == null) {
        throw OpenAiErrors.invalid("model", "model is missing.");
      }
      if (!hasMessages) {
        throw OpenAiErrors.invalid("messages", "messages is missing or empty.");
      }
      return new CompletionRequest(model, streams, includesUsage, body);
    }
  }
}
