package dev.groundwire.bus.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples of what other programs read: today's records must give and take the same. */
class EventJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<EventType<?>> types() {
    return EventTypes.ALL.stream();
  }

  private static byte[] sample(EventType<?> type) throws Exception {
    String name = "/events/" + type.name() + ".json";
    try (InputStream file = EventJsonTest.class.getResourceAsStream(name)) {
      assertThat(file).as("golden sample " + name).isNotNull();
      return file.readAllBytes();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aFactIsWrittenAsItsSample(EventType<?> type) throws Exception {
    byte[] sample = sample(type);
    EventEnvelope event = EventJson.read(sample);
    assertThat(event.type()).isEqualTo(type.name());
    assertThat(JSON.readTree(EventJson.write(event))).isEqualTo(JSON.readTree(sample));
  }

  @ParameterizedTest
  @MethodSource("types")
  void aPayloadIsWhatItsSampleSays(EventType<?> type) throws Exception {
    EventEnvelope event = EventJson.read(sample(type));
    JsonNode again = JSON.readTree(RecordJson.write(type.read(event)));
    assertThat(again).isEqualTo(JSON.readTree(event.payload()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void aFieldOfANewerVersionIsLeftAside(EventType<?> type) throws Exception {
    String newer =
        new String(sample(type), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"new\": [1],");
    EventEnvelope event = EventJson.read(newer.getBytes(StandardCharsets.UTF_8));
    assertThat(event).isEqualTo(EventJson.read(sample(type)));
  }

  @Test
  void whatIsNoFactIsRefused() {
    for (String garbage : List.of("", "x", "[]", "{}", "null", "{\"id\":1}")) {
      assertThatThrownBy(() -> EventJson.read(garbage.getBytes(StandardCharsets.UTF_8)))
          .as(garbage)
          .isInstanceOf(BusFailure.class);
    }
  }

  @Test
  void everyKindOfFactIsListedAndVersioned() throws Exception {
    List<Object> declared = new ArrayList<>();
    Path classes =
        Path.of(EventTypes.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(EventTypes.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith("Events.class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> events = Class.forName(EventTypes.class.getPackageName() + "." + name);
        for (Field field : events.getFields()) {
          declared.add(field.get(null));
        }
      }
    }
    assertThat(declared).isNotEmpty();
    assertThat(EventTypes.ALL).containsExactlyInAnyOrderElementsOf(cast(declared));
    assertThat(EventTypes.ALL)
        .extracting(EventType::name)
        .allMatch(name -> name.matches("[a-z-]+\\.[a-z-]+\\.v[0-9]+"))
        .doesNotHaveDuplicates();
  }

  @SuppressWarnings("unchecked") // a declared event that is of no event type fails the comparison
  private static List<EventType<?>> cast(List<Object> declared) {
    return (List<EventType<?>>) (List<?>) declared;
  }
}
