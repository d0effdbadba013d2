package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerLogTest {
  private final AnswerLog log = new AnswerLog();
  private final List<LogEntry> expected = new ArrayList<>();

  private void note(String type, String data) {
    log.note(type, data);
    expected.add(new LogEntry(expected.size() + 1L, type, data));
  }

  private void write(String piece) {
    log.write(piece);
    expected.add(
        new LogEntry(expected.size() + 1L, "delta", DeltaJson.of(piece, 0, piece.length())));
  }

  private void fill() {
    Random random = new Random(5);
    note("status", "{}");
    for (int entry = 0; entry < 500; entry++) {
      if (random.nextInt(4) == 0) {
        note("citation", "{\"n\":" + entry + "}");
      } else {
        write("é" + entry);
      }
    }
  }

  @Test
  void readsTheSameFromEverywhere() {
    fill();
    for (int after = 0; after < expected.size(); after++) {
      int end = Math.min(expected.size(), after + 7);
      assertThat(log.after(after, 7).entries()).isEqualTo(expected.subList(after, end));
    }
  }

  @Test
  void isStoredWithoutLoss() {
    fill();
    LogEntry last = log.next("done", "{}");
    String json = log.stored(last);
    expected.add(last);
    assertThat(StoredLog.read(json, log.text())).isEqualTo(expected);
    assertThat(StoredLog.read(RecordJson.write(expected), log.text())).isEqualTo(expected);
  }

  @Test
  void copiesWhatItIsNow() {
    fill();
    AnswerLog copy = log.copy();
    log.write("more");
    log.trim();
    log.write("and more");
    assertThat(copy.after(0, 1_000).entries()).isEqualTo(expected);
    assertThat(log.isLongerThan(expected.size() + 1L)).isTrue();
  }

  @Test
  void appendsNothingForEmptyText() {
    log.write("");
    assertThat(log.isLongerThan(0)).isFalse();
  }

  @Test
  void repeatsTextAndCitationsOnly() {
    note("status", "{}");
    write("Cats ");
    note("citation", "{\"n\":1}");
    write("sleep.");
    AnswerLog other = new AnswerLog();
    other.note("status", "{\"other\":true}");
    other.replay(log);
    assertThat(other.after(1, 10).entries()).isEqualTo(expected.subList(1, 4));
  }
}
