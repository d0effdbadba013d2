package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.PassageFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CensusTest {
  private final LiveAnswers answers =
      new LiveAnswers(
          ChatRoom.config(8, 100, ChatRoom.LONG, ChatRoom.LONG), Clock.systemUTC(), gone -> {});

  private LiveAnswer add() {
    UUID id = UUID.randomUUID();
    Question question =
        new Question(
            id,
            new Tenant(id, id),
            Optional.empty(),
            "What?",
            List.of(),
            Optional.empty(),
            PassageFilter.NONE,
            false,
            "request-1",
            Instant.EPOCH);
    LiveAnswer answer = new LiveAnswer(question, Clock.systemUTC(), new AskTime(), Ownership.SOLE);
    answers.add(answer);
    return answer;
  }

  @Test
  void countsOpenAnswersByWhereTheyAre() {
    add();
    add().retrieving();
    add().generating("model");
    LiveAnswer ended = add();
    ended.end(ended.written().log().next(EntryJson.ERROR, "{}"));
    assertThat(answers.census()).isEqualTo(new Census(1, 1, 1, 0));
  }

  @Test
  void isToldUntilTheRoomStops() {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (ChatMeters meters = new ChatMeters(registry)) {
      meters.counted(new Census(3, 2, 1, 4).withWatchers(5));
      assertThat(registry.get("answers").tag("state", "queued").gauge().value()).isEqualTo(3);
      assertThat(registry.get("answers").tag("state", "retrieving").gauge().value()).isEqualTo(2);
      assertThat(registry.get("answers").tag("state", "generating").gauge().value()).isEqualTo(1);
      assertThat(registry.get("answer.watchers").gauge().value()).isEqualTo(9);
    }
    assertThat(registry.find("answers").gauges()).isEmpty();
  }
}
