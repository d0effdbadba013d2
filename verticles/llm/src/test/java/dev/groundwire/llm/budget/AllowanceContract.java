package dev.groundwire.llm.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every budget does, whoever counts it. The minute is never waited for. */
interface AllowanceContract {
  int PERCENT = 600;

  /** Tokens a minute; a hundredth of them come back in 600 ms. */
  long MINUTE = 100L * PERCENT;

  /** What a node that has just begun sees. */
  Node node(long perMinute);

  /** On the allowance's own context. */
  interface Node {
    /** Reserves them as soon as they are there; false when they are not within so long. */
    long reserve(int tokens);

    /** Whether they could be reserved at once, or as soon as they are fetched. */
    boolean isFree(int tokens);

    long waitMillis(int tokens);

    void settle(long reserved, int used);
  }

  @Test
  default void startsWhatAMinuteAllowsAndNoMore() {
    Node node = node(MINUTE);
    for (int call = 0; call < 9; call++) {
      assertThat(node.reserve(10 * PERCENT)).isEqualTo(10 * PERCENT);
    }
    assertThat(node.isFree(60 * PERCENT)).isFalse();
    assertThat(Duration.ofMillis(node.waitMillis(60 * PERCENT)))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  @Test
  default void givesBackWhatWasNotUsed() {
    Node node = node(MINUTE);
    long reserved = node.reserve(90 * PERCENT);
    assertThat(node.isFree(60 * PERCENT)).isFalse();
    node.settle(reserved, 10 * PERCENT);
    assertThat(node.reserve(60 * PERCENT)).isEqualTo(60 * PERCENT);
  }

  @Test
  default void whatWasUsedBeyondIsADebt() {
    Node node = node(MINUTE);
    long reserved = node.reserve(10 * PERCENT);
    node.settle(reserved, 180 * PERCENT);
    assertThat(node.isFree(1)).isFalse();
    assertThat(Duration.ofMillis(node.waitMillis(PERCENT))).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  default void aCallLargerThanAMinuteTakesAllOfIt() {
    Node node = node(MINUTE);
    assertThat(node.reserve(Integer.MAX_VALUE)).isEqualTo(MINUTE);
    assertThat(node.isFree(30 * PERCENT)).isFalse();
  }

  @Test
  default void noBudgetIsNoLimit() {
    Node node = node(0);
    for (int call = 0; call < 10; call++) {
      assertThat(node.reserve(Integer.MAX_VALUE)).isZero();
    }
    assertThat(node.waitMillis(Integer.MAX_VALUE)).isZero();
  }
}
