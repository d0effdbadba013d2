package dev.groundwire.platform.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a value should have been, instead of how Jackson tried to read it. */
final class WrongType {
  private WrongType() {}

  static String message(JsonMappingException failure, JsonNode tree, Origins origins) {
    JsonNode value = Keys.value(tree, failure);
    Class<?> wanted = failure instanceof MismatchedInputException e ? e.getTargetType() : null;
    return origins.of(Keys.path(failure))
        + " is not "
        + allowed(wanted, value.asText())
        // A text may be a secret; a number that was asked for is none.
        + (isPlain(wanted) && value.isValueNode() ? ": \"" + value.asText() + "\"" : "");
  }

  private static boolean isPlain(@Nullable Class<?> wanted) {
    return wanted != null
        && (wanted.isPrimitive()
            || Number.class.isAssignableFrom(wanted)
            || wanted == Boolean.class
            || wanted == Duration.class
            || wanted.isEnum());
  }

  private static String allowed(@Nullable Class<?> wanted, String text) {
    if (wanted == null) {
      return "a value of the right kind and size";
    }
    if (wanted == int.class || wanted == Integer.class) {
      return wholeNumber(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (wanted == long.class || wanted == Long.class) {
      return wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (wanted == double.class || wanted == Double.class) {
      return "a number";
    }
    if (wanted == boolean.class || wanted == Boolean.class) {
      return "1, 0, true, false, on or off";
    }
    if (wanted == Duration.class) {
      return "a duration such as 500ms, 30s, 10m, 24h or 7d";
    }
    if (wanted.isEnum()) {
      return Arrays.stream(wanted.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (Collection.class.isAssignableFrom(wanted)) {
      return "a list";
    }
    return wanted == String.class ? "a text" : "a section with keys of its own";
  }

  private static String wholeNumber(String text, long least, long most) {
    return text.matches("[+-]?\\d+")
        ? "a whole number within " + least + ".." + most
        : "a whole number";
  }
}
