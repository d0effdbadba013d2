package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
  private static final Tenant TENANT = new Tenant(UUID.randomUUID(), UUID.randomUUID());
  private static final long PLENTY = 1 << 20;

  private final List<LiveAnswer> dropped = new ArrayList<>();
  private final Consumer<LiveAnswer> onDrop = dropped::add;

  private static LiveAnswer answer(Optional<UUID> conversation, String question) {
    return new LiveAnswer(
        new Question(
            UUID.randomUUID(),
            TENANT,
            conversation,
            question,
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

  private static LiveAnswer answer() {
    return answer(Optional.empty(), "What do cats do?");
  }

  private static UUID[] ids(LiveAnswer... answers) {
    return List.of(answers).stream()
        .map(answer -> answer.question().answerId())
        .toArray(UUID[]::new);
  }

  @Test
  void dropsTheOldestBeyondItsCount() {
    KeptAnswers kept = new KeptAnswers(2, PLENTY, onDrop);
    LiveAnswer first = answer();
    LiveAnswer second = answer();
    LiveAnswer third = answer();
    kept.add(first, 1);
    kept.add(second, 2);
    assertThat(dropped).isEmpty();
    kept.add(third, 3);
    assertThat(dropped).containsExactly(first);
    assertThat(kept.ids()).containsExactly(ids(second, third));
    assertThat(kept.find(first.question().answerId())).isEmpty();
  }

  @Test
  void dropsAsManyOfTheOldestAsOneNeedsBytes() {
    LiveAnswer large = answer(Optional.empty(), "x".repeat(2_000));
    LiveAnswer small = answer();
    KeptAnswers kept = new KeptAnswers(100, large.bytes() + small.bytes(), onDrop);
    LiveAnswer first = answer();
    LiveAnswer second = answer();
    kept.add(first, 1);
    kept.add(second, 2);
    kept.add(large, 3);
    assertThat(dropped).containsExactly(first);
    kept.add(small, 4);
    assertThat(dropped).containsExactly(first, second);
    assertThat(kept.ids()).containsExactly(ids(large, small));
  }

  @Test
  void keepsNoneThatIsLargerThanItsRoom() {
    KeptAnswers kept = new KeptAnswers(100, 1_000, onDrop);
    LiveAnswer small = answer();
    LiveAnswer large = answer(Optional.empty(), "x".repeat(2_000));
    kept.add(small, 1);
    kept.add(large, 2);
    assertThat(dropped).containsExactly(small, large);
    kept.add(small, 3);
    assertThat(kept.ids()).containsExactly(ids(small));
  }

  @Test
  void dropsWhatEndedBefore() {
    KeptAnswers kept = new KeptAnswers(100, PLENTY, onDrop);
    LiveAnswer first = answer();
    LiveAnswer second = answer();
    LiveAnswer third = answer();
    kept.add(first, 1_000);
    kept.add(second, 2_000);
    kept.add(third, 3_000);
    kept.dropEndedBefore(2_000);
    assertThat(dropped).containsExactly(first);
    kept.dropEndedBefore(3_001);
    assertThat(dropped).containsExactly(first, second, third);
    assertThat(kept.ids()).isEmpty();
  }

  @Test
  void forgetsADeletedConversationAndItsBytes() {
    UUID conversation = UUID.randomUUID();
    LiveAnswer said = answer(Optional.of(conversation), "x".repeat(400));
    LiveAnswer other = answer(Optional.empty(), "x".repeat(400));
    LiveAnswer next = answer(Optional.empty(), "x".repeat(400));
    KeptAnswers kept = new KeptAnswers(100, said.bytes() + other.bytes(), onDrop);
    kept.add(said, 1);
    kept.add(other, 2);
    kept.dropOf(conversation);
    kept.add(next, 3);
    assertThat(dropped).as("nobody takes over its watchers").isEmpty();
    assertThat(kept.ids()).containsExactly(ids(other, next));
  }
}
