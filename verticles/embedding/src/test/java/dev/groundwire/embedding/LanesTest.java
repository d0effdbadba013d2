package dev.groundwire.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes = new Lanes(4);

  private static Job job(Purpose purpose, String... texts) {
    return new Job(0, purpose, List.of(texts));
  }

  private List<String> take(int most) {
    return lanes.take(ignored -> most).orElseThrow().texts();
  }

  @Test
  void aQueryOvertakesASentenceAndBothOvertakePassages() {
    lanes.offer(job(Purpose.BACKFILL, "again"));
    lanes.offer(job(Purpose.PASSAGE, "passage"));
    lanes.offer(job(Purpose.SENTENCE, "sentence"));
    lanes.offer(job(Purpose.QUERY, "query"));
    assertThat(List.of(take(1), take(1), take(1), take(1)))
        .containsExactly(
            List.of("query"), List.of("sentence"), List.of("passage"), List.of("again"));
  }

  @Test
  void jobsOfALaneTakeTurns() {
    lanes.offer(job(Purpose.PASSAGE, "long 1", "long 2", "long 3"));
    lanes.offer(job(Purpose.PASSAGE, "short"));
    assertThat(List.of(take(1), take(1), take(1), take(1)))
        .containsExactly(List.of("long 1"), List.of("short"), List.of("long 2"), List.of("long 3"));
  }

  @Test
  void refusesBeyondItsBound() {
    lanes.offer(job(Purpose.PASSAGE, "1", "2", "3"));
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> lanes.offer(job(Purpose.PASSAGE, "4", "5")))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
    lanes.offer(job(Purpose.PASSAGE, "4"));
    take(2);
    lanes.offer(job(Purpose.PASSAGE, "5", "6"));
  }

  @Test
  void aFullLaneRefusesNoQuery() {
    lanes.offer(job(Purpose.PASSAGE, "1", "2", "3", "4"));
    lanes.offer(job(Purpose.QUERY, "query"));
    assertThat(take(1)).containsExactly("query");
  }

  @Test
  void leavesOutWhatIsLeftOfAFailedJob() {
    Job failed = job(Purpose.PASSAGE, "1", "2", "3");
    lanes.offer(failed);
    take(1);
    failed.fail(new BusFailure(FailureCode.UNPROCESSABLE, "too long"));
    lanes.offer(job(Purpose.PASSAGE, "next"));
    assertThat(take(1)).containsExactly("next");
    lanes.offer(new Job(0, Purpose.PASSAGE, Collections.nCopies(4, "all the room is free again")));
  }

  @Test
  void closingFailsWhatWaitsAndRefusesWhatComes() {
    Job waiting = job(Purpose.PASSAGE, "1");
    lanes.offer(waiting);
    lanes.close();
    assertThat(waiting.result().cause())
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE));
    assertThat(lanes.take(ignored -> 1)).isEmpty();
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> lanes.offer(job(Purpose.QUERY, "late")));
  }

  @Test
  void tellsHowManyWaitAndForHowLong() {
    assertThat(lanes.oldest(true)).isZero();
    lanes.offer(job(Purpose.PASSAGE, "1", "2", "3"));
    lanes.offer(job(Purpose.SENTENCE, "sentence"));
    lanes.offer(job(Purpose.QUERY, "query"));
    assertThat(lanes.depth(true)).isEqualTo(3);
    assertThat(lanes.depth(false)).isEqualTo(2);
    assertThat(lanes.oldest(true)).isPositive();
    assertThat(lanes.oldest(false)).isPositive();
    take(1);
    take(1);
    assertThat(lanes.depth(false)).isZero();
    assertThat(lanes.oldest(false)).isZero();
  }
}
