package dev.groundwire.llm.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Counted in memory; time stands still unless told. */
class TokenAllowanceTest implements AllowanceContract {
  private long now = 1_000;

  @Override
  public Node node(long perMinute) {
    return on(new TokenAllowance(perMinute, now));
  }

  private Node on(Allowance allowance) {
    return new Node() {
      @Override
      public long reserve(int tokens) {
        assertThat(allowance.isAtHand(tokens, now)).isTrue();
        return allowance.reserve(tokens, now);
      }

      @Override
      public boolean isFree(int tokens) {
        return allowance.isAtHand(tokens, now);
      }

      @Override
      public long waitMillis(int tokens) {
        return allowance.waitMillis(tokens, now);
      }

      @Override
      public void settle(long reserved, int used) {
        allowance.settle(reserved, used, now);
      }
    };
  }

  @Test
  void fillsWithTheTime() {
    TokenAllowance allowance = new TokenAllowance(MINUTE, now);
    allowance.reserve((int) MINUTE, now);
    assertThat(allowance.waitMillis(50 * PERCENT, now)).isEqualTo(30_000);
    now += 29_999;
    assertThat(allowance.isAtHand(50 * PERCENT, now)).isFalse();
    now += 1;
    assertThat(allowance.isAtHand(50 * PERCENT, now)).isTrue();
    now += 600_000;
    assertThat(allowance.free(now)).isEqualTo(MINUTE);
  }

  @Test
  void aShareFollowsTheNumberOfNodes() {
    int[] nodes = {1};
    NodeShare share = new NodeShare(MINUTE, () -> nodes[0], now);
    nodes[0] = 4;
    share.refresh(now);
    assertThat(share.isAtHand(25 * PERCENT, now)).isTrue();
    assertThat(share.reserve((int) MINUTE, now)).isEqualTo(25L * PERCENT);
    assertThat(share.waitMillis(25 * PERCENT, now)).isEqualTo(60_000);
    nodes[0] = 1;
    share.refresh(now);
    assertThat(share.waitMillis(25 * PERCENT, now)).isEqualTo(15_000);
    assertThat(new NodeShare(0, () -> 3, now).reserve(1_000, now)).isZero();
  }
}
