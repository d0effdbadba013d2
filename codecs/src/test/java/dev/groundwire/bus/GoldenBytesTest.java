package dev.groundwire.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.stream.StreamEnd;
import dev.groundwire.bus.stream.StreamFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes of two releases talk to each other during an upgrade. {@code golden-bytes.txt} has what
 * each message was on the wire, a line {@code codec bytes} for each form it ever had, oldest first;
 * a line that has been released is never changed.
 */
class GoldenBytesTest {
  record Line(String codec, String hex) {}

  private static List<Line> lines() throws IOException {
    try (InputStream in = GoldenBytesTest.class.getResourceAsStream("/golden-bytes.txt")) {
      String text =
          new String(
              Objects.requireNonNull(in, "golden-bytes.txt").readAllBytes(),
              StandardCharsets.US_ASCII);
      return text.lines()
          .map(line -> line.split(" ", 2))
          .map(parts -> new Line(parts[0], parts[1]))
          .toList();
    }
  }

  static Stream<String> codecs() {
    return forms().keySet().stream();
  }

  private record Form(MessageCodec<Object, Object> codec, Object sample) {}

  /** By the name of its codec. */
  private static Map<String, Form> forms() {
    Map<String, Form> forms = new LinkedHashMap<>();
    BusCodecs.messages().forEach((type, name) -> forms.put(name, form(type, name)));
    forms.put("failure.v1", new Form(cast(new BusFailureCodec()), failure()));
    forms.put(
        "stream-frame.v1",
        new Form(
            cast(new StreamFrameCodec(BusCodecs.messages())),
            new StreamFrame(3, 1L << 40, new StreamEnd())));
    return forms;
  }

  private static BusFailure failure() {
    return new BusFailure(FailureCode.OVERLOADED, "voll", Duration.ofMillis(1_500));
  }

  private static <T extends Record> Form form(Class<T> type, String name) {
    try {
      return new Form(cast(new RecordCodec<>(name, type)), Samples.of(type));
    } catch (Exception unmade) {
      throw new IllegalStateException(name, unmade);
    }
  }

  @SuppressWarnings("unchecked") // each codec only ever gets its own sample
  private static MessageCodec<Object, Object> cast(MessageCodec<?, ?> codec) {
    return (MessageCodec<Object, Object>) codec;
  }

  private static String now(String codec) {
    Form form = Objects.requireNonNull(forms().get(codec));
    Buffer wire = Buffer.buffer();
    form.codec().encodeToWire(wire, form.sample());
    return HexFormat.of().formatHex(wire.getBytes());
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void theLastFormOfEachMessageIsWhatIsWrittenNow(String codec) throws IOException {
    List<Line> known = lines().stream().filter(line -> line.codec().equals(codec)).toList();
    assertThat(known)
        .as("append this line to golden-bytes.txt:%n%s %s", codec, now(codec))
        .isNotEmpty()
        .last()
        .isEqualTo(new Line(codec, now(codec)));
  }

  static Stream<Line> everyLine() throws IOException {
    return lines().stream();
  }

  /** A field that is newer than the line is empty or absent; every other one is as it was. */
  @ParameterizedTest
  @MethodSource("everyLine")
  void everyFormThatEverWasIsRead(Line line) {
    Form form = forms().get(line.codec());
    assertThat(form)
        .as("the codec %s has gone: nodes of the release before still send it", line.codec())
        .isNotNull();
    Object read =
        Objects.requireNonNull(form)
            .codec()
            .decodeFromWire(0, Buffer.buffer(HexFormat.of().parseHex(line.hex())));
    assertThat(read).isInstanceOf(form.sample().getClass());
    if (line.hex().equals(now(line.codec())) && read instanceof Record) {
      assertThat(read).usingRecursiveComparison().isEqualTo(form.sample());
    }
  }
}
