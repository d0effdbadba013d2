package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.PlainText;
import java.util.StringJoiner;

/**
 * What the last message of the user asks; earlier messages are not looked at. What would give the
 * answer another form is refused; what only tunes a model is ignored.
 */
final class LastQuestion {
  private LastQuestion() {}

  static String of(CompletionRequest request) {
    ObjectNode body = JsonBody.object(request.body());
    if (body.path("n").asInt(1) != 1) {
      throw OpenAiErrors.invalid("n", "This model gives one answer; n is not 1.");
    }
    if (!body.path("tools").isEmpty()) {
      throw OpenAiErrors.invalid("tools", "This model calls no tools; leave tools out.");
    }
    if (!isText(body.path("response_format"))) {
      throw OpenAiErrors.invalid(
          "response_format", "This model answers in text; leave response_format out.");
    }
    JsonNode last = null;
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText().equals("user")) {
        last = message;
      }
    }
    if (last == null) {
      throw refused("messages holds no message of the role user.");
    }
    String question = text(last.path("content"));
    if (!PlainText.isProse(question)) {
      throw refused("The question holds a control character.");
    }
    return question;
  }

  private static boolean isText(JsonNode format) {
    return format.isMissingNode() || format.isNull() || format.path("type").asText().equals("text");
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    if (!content.isArray()) {
      throw refused("The content of the last user message is not text.");
    }
    StringJoiner text = new StringJoiner("\n");
    for (JsonNode part : content) {
      if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
        throw refused("This model reads text only, no images, audio or files.");
      }
      text.add(part.get("text").textValue());
    }
    return text.toString();
  }

  private static HttpRefusal refused(String message) {
    return OpenAiErrors.invalid("messages", message);
  }
}
