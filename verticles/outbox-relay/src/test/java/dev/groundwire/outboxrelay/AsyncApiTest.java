package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.groundwire.bus.event.EventJson;
import dev.groundwire.bus.event.EventType;
import dev.groundwire.bus.event.EventTypes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document for programs of others says what the code does. */
class AsyncApiTest {
  private static final JsonNode DOCUMENT = read();
  private static final Map<Class<?>, String> TYPES =
      Map.of(
          UUID.class, "string",
          String.class, "string",
          Instant.class, "string",
          int.class, "integer",
          long.class, "integer",
          boolean.class, "boolean");

  static Stream<EventType<?>> types() {
    return EventTypes.ALL.stream();
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(new File("asyncapi.yaml"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static List<String> keys(JsonNode node) {
    return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
        .toList();
  }

  /** {@code document.received.v1} is {@code DocumentReceived} there. */
  private static String title(EventType<?> type) {
    StringBuilder title = new StringBuilder();
    for (String word : type.name().replaceFirst("\\.v1$", "").split("[.-]", -1)) {
      title.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return title.toString();
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyKindOfFactIsDescribedWithItsFields(EventType<?> type) {
    JsonNode schema = DOCUMENT.at("/components/schemas/" + title(type));
    assertThat(keys(schema.get("properties"))).isEqualTo(names(type.payload()));
    for (RecordComponent field : type.payload().getRecordComponents()) {
      assertThat(schema.at("/properties/" + field.getName() + "/type").asText())
          .as(field.getName())
          .isEqualTo(TYPES.get(field.getType()));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyKindOfFactIsAMessageOfItsChannel(EventType<?> type) {
    String channel = type.name().startsWith("dead-letter.") ? "deadLetters" : "facts";
    assertThat(DOCUMENT.at("/channels/" + channel + "/messages").has(title(type))).isTrue();
    assertThat(DOCUMENT.at("/components/messages/" + title(type) + "/name").asText())
        .isEqualTo(type.name());
  }

  @Test
  void describesNothingElse() {
    assertThat(DOCUMENT.at("/components/messages").size()).isEqualTo(EventTypes.ALL.size());
  }

  @Test
  void describesTheEnvelope() {
    assertThat(keys(DOCUMENT.at("/components/schemas/Fact/properties")))
        .isEqualTo(names(EventJson.class));
  }
}
