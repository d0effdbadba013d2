package dev.groundwire.platform.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Locale;

/** Reads {@code 1 0 true false on off}: environment variables have no booleans of their own. */
final class SwitchText extends StdDeserializer<Boolean> {
  private static final long serialVersionUID = 1;

  SwitchText() {
    super(boolean.class);
  }

  @Override
  public Boolean deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = parser.getText().strip();
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "true", "on" -> true;
      case "0", "false", "off" -> false;
      default -> (Boolean) context.handleWeirdStringValue(Boolean.class, text, "not a switch");
    };
  }
}
