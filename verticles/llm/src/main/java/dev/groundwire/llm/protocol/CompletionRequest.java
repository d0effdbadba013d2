package dev.groundwire.llm.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The body of a chat completion to pass through. Its fields are cut out as they stand and sent on:
 * a long prompt is read once and never built as a tree, and no number is written anew.
 */
public final class CompletionRequest {
  private static final Set<String> OURS = Set.of("model", "stream", "stream_options");
  private static final String STREAMED =
      "\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

  private final String body;
  private final List<String> fields = new ArrayList<>();
  private int maxTokens;

  /**
   * @throws BusFailure when the body is no JSON object
   */
  public CompletionRequest(String body) {
    this.body = body;
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      read(json);
    } catch (IOException malformed) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "The body is no JSON object; send one as the chat completions protocol has it.");
    }
  }

  private void read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not an object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      int start = (int) json.currentTokenLocation().getCharOffset();
      json.nextToken();
      if (name.equals("max_tokens") || name.equals("max_completion_tokens")) {
        maxTokens = Math.max(maxTokens, Json.count(json));
      } else {
        json.skipChildren();
      }
      json.finishToken();
      if (!OURS.contains(name)) {
        fields.add(body.substring(start, (int) json.currentLocation().getCharOffset()));
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
      throw new IOException("more than an object");
    }
  }

  /** For an OpenAI-compatible provider: streamed with usage, the rest unchanged. */
  Buffer asking(String model) {
    StringBuilder json = new StringBuilder(body.length() + 128).append('{');
    for (String field : fields) {
      json.append(field).append(',');
    }
    json.append("\"model\":\"");
    JsonStringEncoder.getInstance().quoteAsString(model, json);
    return Buffer.buffer(json.append(STREAMED).toString());
  }

  JsonObject toJson() {
    return new JsonObject(body);
  }

  /** What it asks for at most; 0 when it does not say. */
  int maxTokens() {
    return maxTokens;
  }

  /** Of the prompt. Images and tools count as the text they are sent as. */
  int roughPromptTokens() {
    return RoughTokens.of(body);
  }
}
