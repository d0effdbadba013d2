package dev.groundwire.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of a JSON object. One that is unknown or of the wrong kind is refused by its name;
 * null is absent.
 */
public final class JsonFields {
  private static final int LONGEST_LIST = 1_000;

  /** What a refusal repeats of what the client wrote. */
  private static final Pattern READABLE = Pattern.compile("[\\w.$-]{1,64}");

  private final String prefix;
  private final ObjectNode object;

  /**
   * @param known every field that the object may have
   */
  JsonFields(String prefix, ObjectNode object, List<String> known) {
    this.prefix = prefix;
    this.object = object;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!known.contains(field.getKey())) {
        throw unknown(field.getKey(), known);
      }
    }
  }

  /** Refuses fields that this object has and others of its kind may not. */
  public JsonFields only(List<String> known) {
    return new JsonFields(prefix, object, known);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> invalid(name, "is missing"));
  }

  public Optional<String> optionalText(String name) {
    return field(name).map(value -> textOf(name, value));
  }

  /** What becomes a file, with all its characters but NUL. */
  public String content(String name) {
    JsonNode value = field(name).orElseThrow(() -> invalid(name, "is missing"));
    if (!value.isTextual()) {
      throw invalid(name, "is not text");
    }
    if (value.textValue().indexOf('\0') >= 0) {
      throw invalid(name, "holds the character NUL, so it is no text");
    }
    return value.textValue();
  }

  public int number(String name, int otherwise) {
    return field(name)
        .map(value -> {
          if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw invalid(name, "is not a whole number");
          }
          return value.intValue();
        })
        .orElse(otherwise);
  }

  public boolean flag(String name) {
    return field(name)
        .map(value -> {
          if (!value.isBoolean()) {
            throw invalid(name, "is not true or false");
          }
          return value.booleanValue();
        })
        .orElse(false);
  }

  public Optional<Instant> time(String name) {
    return optionalText(name)
        .map(text -> {
          try {
            return OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeParseException unreadable) {
            throw invalid(name, "is not a time such as 2026-01-31T12:00:00Z");
          }
        });
  }

  public List<String> texts(String name) {
    return list(name, text -> text);
  }

  /** Tells an empty list from an absent one. */
  public Optional<List<String>> optionalTexts(String name) {
    return field(name).map(present -> texts(name));
  }

  public List<UUID> ids(String name) {
    return list(
        name, text -> PathIds.parse(text).orElseThrow(() -> invalid(name, "holds what is no id")));
  }

  /**
   * @param known every field that the inner object may have
   */
  public Optional<JsonFields> fields(String name, String... known) {
    return field(name)
        .map(value -> {
          if (value instanceof ObjectNode inner) {
            return new JsonFields(prefix + name + ".", inner, List.of(known));
          }
          throw invalid(name, "is not an object");
        });
  }

  private <T> List<T> list(String name, Function<String, T> read) {
    Optional<JsonNode> value = field(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof ArrayNode array)) {
      throw invalid(name, "is not a list");
    }
    if (array.size() > LONGEST_LIST) {
      throw invalid(name, "has more than " + LONGEST_LIST + " entries");
    }
    List<T> items = new ArrayList<>(array.size());
    for (JsonNode item : array) {
      items.add(read.apply(textOf(name, item)));
    }
    return items;
  }

  private String textOf(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw invalid(name, "is not text");
    }
    String text = value.textValue();
    if (!PlainText.isProse(text)) {
      throw invalid(name, "holds a control character; only line breaks and tabs are allowed");
    }
    return text;
  }

  private Optional<JsonNode> field(String name) {
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
  }

  private BusFailure unknown(String name, List<String> known) {
    String shown =
        READABLE.matcher(name).matches() ? prefix + name : "A field of an unreadable name";
    String allowed = known.stream().map(prefix::concat).collect(Collectors.joining(", "));
    return new BusFailure(
        FailureCode.INVALID_REQUEST, shown + " is unknown; allowed are " + allowed + ".");
  }

  private BusFailure invalid(String name, String complaint) {
    return new BusFailure(FailureCode.INVALID_REQUEST, prefix + name + " " + complaint + ".");
  }
}
