package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.gateway.http.HttpRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * @param texts in order
 * @param isBase64 true for vectors as base64 of little-endian floats
 * @param dimensions empty where the client leaves it to the model
 */
record EmbeddingRequest(
    String model, List<String> texts, boolean isBase64, OptionalInt dimensions) {
  private static final int MOST = 2_048;

  static EmbeddingRequest of(ObjectNode body) {
    JsonNode model = body.path("model");
    if (!model.isTextual() || model.textValue().isBlank()) {
      throw OpenAiErrors.invalid("model", "model is missing.");
    }
    return new EmbeddingRequest(
        model.textValue(),
        texts(body.path("input")),
        isBase64(body.path("encoding_format")),
        dimensions(body.path("dimensions")));
  }

  private static List<String> texts(JsonNode input) {
    List<String> texts = new ArrayList<>();
    if (input.isTextual()) {
      texts.add(text(input));
    } else if (input.isArray()) {
      if (input.size() > MOST) {
        throw refused("input has more than " + MOST + " texts.");
      }
      input.forEach(item -> texts.add(text(item)));
    }
    if (texts.isEmpty()) {
      throw refused("input is not a text or a list of texts.");
    }
    return texts;
  }

  private static String text(JsonNode item) {
    if (item.isNumber() || item.isArray()) {
      throw refused("input holds token numbers of another model; send the texts themselves.");
    }
    if (!item.isTextual() || item.textValue().isBlank()) {
      throw refused("input holds what is no text, or an empty one.");
    }
    return item.textValue();
  }

  private static boolean isBase64(JsonNode format) {
    return switch (format.asText("float")) {
      case "base64" -> true;
      case "float", "", "null" -> false;
      default ->
          throw OpenAiErrors.invalid(
              "encoding_format", "encoding_format is not one of float, base64.");
    };
  }

  private static OptionalInt dimensions(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw OpenAiErrors.invalid("dimensions", "dimensions is not a whole number.");
    }
    return OptionalInt.of(value.intValue());
  }

  private static HttpRefusal refused(String message) {
    return OpenAiErrors.invalid("input", message);
  }
}
