package dev.groundwire.loadtests.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Long> stamps = new ArrayList<>();
  private final TokenCheck check =
      new TokenCheck((number, stamp) -> {
        numbers.add(number);
        stamps.add(stamp);
      });
  private final EventReader events = new EventReader(check);
  private final HttpBody body = new HttpBody(events);

  private void read(int pieces, String... chunks) {
    StringBuilder response =
        new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (String chunk : chunks) {
      int length = chunk.getBytes(StandardCharsets.UTF_8).length;
      response.append(Integer.toHexString(length)).append("\r\n").append(chunk).append("\r\n");
    }
    byte[] bytes = response.append("0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += pieces) {
      int length = Math.min(pieces, bytes.length - from);
      byte[] piece = new byte[length];
      System.arraycopy(bytes, from, piece, 0, length);
      body.feed(piece, length);
    }
  }

  private static String delta(String text) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 4096})
  void readsChatCompletionsHoweverTheyAreCut(int pieces) {
    read(
        pieces,
        delta("0@00000000000000017 "),
        ": keep-alive\n\n" + delta("1@000000000"),
        delta("00000018 2@00000000000000019 "),
        "data: [DO",
        "NE]\n\n");
    assertThat(numbers).containsExactly(0, 1, 2);
    assertThat(stamps).containsExactly(17L, 18L, 19L);
    assertThat(body.isComplete()).isTrue();
    assertThat(events.isDone()).isTrue();
    assertThat(check.lost(3) + check.repeated()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 4096})
  void readsAnswersHoweverTheyAreCut(int pieces) {
    read(
        pieces,
        "retry: 1000\n\nid: 1\nevent: status\ndata: {\"state\":\"queued\"}\n\n",
        "id: 2\nevent: delta\ndata: {\"text\":\"0 1 \"}\n\n",
        "id: 3\nevent: delta\ndata: {\"text\":\"2 \"}\n\nid: 4\nevent: done\ndata: {}\n\n");
    assertThat(numbers).containsExactly(0, 1, 2);
    assertThat(events.isDone()).isTrue();
    assertThat(events.failure()).isEmpty();
    assertThat(events.idsOutOfOrder()).isZero();
  }

  @Test
  void countsWhatIsLostAndWhatComesTwice() {
    read(4096, delta("0 1 4 4 5 "));
    assertThat(check.lost(8)).isEqualTo(4);
    assertThat(check.repeated()).isEqualTo(1);
    assertThat(events.isDone()).isFalse();
  }

  @Test
  void seesAnEventTwiceAndAnError() {
    read(4096, "id: 1\nevent: status\ndata: {}\n\nid: 1\nevent: error\ndata: {\"status\":503}\n\n");
    assertThat(events.idsOutOfOrder()).isEqualTo(1);
    assertThat(events.failure()).contains("503");
  }

  @Test
  void findsTheSlopeThroughTheNoise() {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(300 + 0.5 * i + (i % 2 == 0 ? 1 : -1));
    }
    Trend trend = Trend.of(samples);
    assertThat(trend.growth()).isBetween(48.0, 51.0);
    assertThat(trend.noise()).isBetween(1.5, 2.5);
  }
}
