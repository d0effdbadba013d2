package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LiveAnswerTest {
  private static LiveAnswer asked() {
    return new LiveAnswer(
        new Question(
            UUID.randomUUID(),
            new Tenant(UUID.randomUUID(), UUID.randomUUID()),
            Optional.empty(),
            "What do cats do?",
            List.of(),
            Optional.empty(),
            PassageFilter.NONE,
            false,
            "request-1",
            Instant.EPOCH),
        Clock.systemUTC(),
        new AskTime(),
        Ownership.SOLE);
  }

  @Test
  void endsWithWholeCharacters() {
    LiveAnswer answer = asked();
    answer.generating("a-model");
    answer.write("Cats\uD83C", List.of());
    assertThat(answer.soFar().text()).isEqualTo("Cats");
    WrittenAnswer written = answer.written();
    assertThat(written.log().text()).isEqualTo("Cats\uFFFD");
    assertThat(ChatRoom.text(written.log().after(0, 10).entries())).isEqualTo("Cats\uFFFD");
  }

  @Test
  void namesNoModelWhereNoneWroteWhatItRepeats() {
    LiveAnswer first = asked();
    first.write(Prompt.NOT_KNOWN, List.of());
    LiveAnswer second = asked();
    second.repeat(first.written());
    WrittenAnswer written = second.written();
    assertThat(written.model()).isEmpty();
    assertThat(written.state()).isEqualTo(AnswerState.RETRIEVING);
    assertThat(written.log().after(0, 10).entries())
        .extracting(LogEntry::type)
        .containsExactly("status", "sources", "delta");
  }
}
