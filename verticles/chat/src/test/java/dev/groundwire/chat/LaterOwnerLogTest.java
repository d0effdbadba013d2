package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.chat.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaterOwnerLogTest {
  private static final List<LogEntry> BEFORE =
      List.of(
          new LogEntry(1, "status", "{}"),
          new LogEntry(2, "status", "{}"),
          new LogEntry(LogEntry.TERM, "status", "{}"));

  private final AnswerLog log = new AnswerLog(2, BEFORE);

  private List<LogEntry> all() {
    return log.after(0, 100).entries();
  }

  private void fill() {
    log.note("status", "{}");
    log.write("Cats ");
    log.note("citation", "{\"n\":1}");
    log.write("sleep.");
  }

  @Test
  void numbersGoOnAtItsTerm() {
    fill();
    assertThat(all().subList(0, 3)).isEqualTo(BEFORE);
    assertThat(all().subList(3, 7))
        .extracting(LogEntry::seq)
        .containsExactly(2_000_000L, 2_000_001L, 2_000_002L, 2_000_003L);
    assertThat(ChatRoom.text(all())).isEqualTo("Cats sleep.");
  }

  @Test
  void isReadOnFromEveryNumber() {
    fill();
    List<LogEntry> all = all();
    for (int at = 0; at < all.size() - 1; at++) {
      assertThat(log.isLost(all.get(at).seq())).isFalse();
      assertThat(log.isLongerThan(all.get(at).seq())).isTrue();
      assertThat(log.after(all.get(at).seq(), 100).entries())
          .isEqualTo(all.subList(at + 1, all.size()));
    }
    assertThat(log.isLongerThan(all.getLast().seq())).isFalse();
    assertThat(log.isLongerThan(999_999_999)).isFalse();
  }

  @Test
  void knowsWhatNobodyKnows() {
    fill();
    assertThat(log.isLost(3)).isTrue();
    assertThat(log.isLost(LogEntry.TERM + 1)).isTrue();
    assertThat(log.isLost(0)).isFalse();
    assertThat(log.isLost(2_000_002)).isFalse();
    assertThat(new AnswerLog(1, List.of()).isLost(1)).isTrue();
    assertThat(new AnswerLog().isLost(17)).isFalse();
  }

  @Test
  void isStoredWithoutLoss() {
    fill();
    LogEntry last = log.next("done", "{}");
    assertThat(last.seq()).isEqualTo(2_000_004);
    List<LogEntry> expected = new ArrayList<>(all());
    expected.add(last);
    assertThat(StoredLog.read(log.stored(last), log.text())).isEqualTo(expected);
  }

  @Test
  void anEndedOneTellsWhoIsBehindALostPart() {
    fill();
    List<LogEntry> ended = new ArrayList<>(all());
    ended.add(log.next("done", "{}"));
    assertThat(LostPart.isBehind(2, ended)).isFalse();
    assertThat(LostPart.isBehind(3, ended)).isTrue();
    assertThat(LostPart.isBehind(2_000_001, ended)).isFalse();
    assertThat(LostPart.isBehind(9_000_000, ended)).isFalse();
  }

  @Test
  void isReadBackWhateverTheOrder() {
    List<LogEntry> found = new ArrayList<>(BEFORE.reversed());
    found.addAll(BEFORE);
    assertThat(ToldLog.of(found)).isEqualTo(new ToldLog(BEFORE, false));
  }

  @Test
  void whatIsBehindAGapIsNotKnownButItsTextIs() {
    ToldLog told =
        ToldLog.of(
            List.of(new LogEntry(1, "status", "{}"), new LogEntry(3, "delta", "{\"text\":\"a\"}")));
    assertThat(told.entries()).hasSize(1);
    assertThat(told.hasText()).isTrue();
    assertThat(told.text()).isEmpty();
  }
}
