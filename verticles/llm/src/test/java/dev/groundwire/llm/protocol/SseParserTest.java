package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
  private final List<String> events = new ArrayList<>();
  private final SseParser parser =
      new SseParser((bytes, from, length) ->
          events.add(new String(bytes, from, length, StandardCharsets.UTF_8)));

  private void feed(String text) {
    feed(parser, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes are gone afterwards, as they are in the room. */
  private static void feed(SseParser parser, byte[] bytes) {
    byte[] lent = bytes.clone();
    parser.feed(lent, lent.length);
    Arrays.fill(lent, (byte) 'x');
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void findsTheSameEventsWhereverTheBytesAreCut(String lineEnd) {
    String stream =
        ": hello\nevent: x\ndata: {\"a\":\"häß 🎉 日本\"}\n\ndata:one\ndata: two\n\nid: 7\n\ndata: [DONE]\n\n"
            .replace("\n", lineEnd);
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      List<String> found = new ArrayList<>();
      SseParser fresh =
          new SseParser((data, from, length) ->
              found.add(new String(data, from, length, StandardCharsets.UTF_8)));
      feed(fresh, Arrays.copyOfRange(bytes, 0, cut));
      feed(fresh, Arrays.copyOfRange(bytes, cut, bytes.length));
      assertThat(found)
          .as("cut at %d", cut)
          .containsExactly("{\"a\":\"häß 🎉 日本\"}", "one\ntwo", "[DONE]");
    }
  }

  @Test
  void findsEventsInSingleBytes() {
    for (byte b : "data: 🎉\r\n\r\n".getBytes(StandardCharsets.UTF_8)) {
      feed(parser, new byte[] {b});
    }
    assertThat(events).containsExactly("🎉");
  }

  @Test
  void passesOverAByteOrderMark() {
    feed("\uFEFFdata: x\n\n");
    assertThat(events).containsExactly("x");
  }

  @Test
  void countsTheLastEventWithoutItsEmptyLine() {
    feed("data: x\n\ndata: y");
    parser.end();
    assertThat(events).containsExactly("x", "y");
  }

  @Test
  void passesOverEventsWithoutData() {
    feed("data:\n\ndata\n\nevent: ping\n\ndata: x\n\n");
    assertThat(events).containsExactly("x");
  }

  @Test
  void refusesALineWithoutEnd() {
    String part = "x".repeat(100_000);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                feed(part);
              }
            })
        .isInstanceOf(UpstreamFailure.class)
        .hasMessageContaining("1 MiB");
  }
}
