package dev.groundwire.llm.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads JSON by pulling tokens, without a tree. */
final class Json {
  /** Without interning: a provider may send any field names. */
  static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private Json() {}

  /**
   * The words of an error in one line, for the log and to tell kinds of errors apart.
   *
   * @param json at the error's value
   * @return null when there is no error
   */
  static @Nullable String error(JsonParser json) throws IOException {
    StringBuilder said = new StringBuilder();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      said.append(json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText());
      json.skipChildren();
      return said.isEmpty() ? null : said.toString();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (json.nextToken().isScalarValue()) {
        said.append(said.isEmpty() ? "" : " ").append(json.getText());
      }
      json.skipChildren();
    }
    return said.toString();
  }

  /** A count, or 0 when the value is none; skips it. */
  static int count(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return (int) Math.clamp(json.getLongValue(), 0L, (long) Integer.MAX_VALUE);
    }
    json.skipChildren();
    return 0;
  }

  /** Characters of all strings within the value; skips it. */
  static int stringLengths(JsonParser json) throws IOException {
    int sum = 0;
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_STRING) {
        sum += json.getTextLength();
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
    } while (depth > 0 && json.nextToken() != null);
    return sum;
  }
}
