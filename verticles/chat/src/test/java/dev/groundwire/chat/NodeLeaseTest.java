package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeLeaseTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private final AtomicLong nanos = new AtomicLong();
  private final NodeLease lease = lease(false);

  private NodeLease lease(boolean exclusive) {
    return new NodeLease(
        UUID.randomUUID(),
        new ChatConfig.NodesConfig(
            exclusive,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(10),
            Duration.ofHours(1)),
        POSTGRES.database(),
        nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void isNotUsedToItsEnd() {
    assertThat(lease.isHeld()).isFalse();
    lease.hold(lease.renew());
    pass(Duration.ofMillis(3_999));
    assertThat(lease.isHeld()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void isNotHeldAgainBeforeWhatWasLostIsKnown() {
    lease.hold(lease.renew());
    pass(Duration.ofSeconds(6));
    NodeLease.Renewal renewal = lease.renew();
    assertThat(renewal.hadEnded()).isTrue();
    assertThat(lease.isHeld()).isFalse();
    lease.hold(renewal);
    assertThat(lease.isHeld()).isTrue();
    assertThat(lease.renew().hadEnded()).isFalse();
  }

  @Test
  void letsOthersRenewBeforeItTakesOver() {
    lease.hold(lease.renew());
    assertThat(lease.mayTakeOver()).isFalse();
    pass(Duration.ofSeconds(3));
    lease.hold(lease.renew());
    pass(Duration.ofSeconds(2));
    assertThat(lease.mayTakeOver()).isTrue();
    pass(Duration.ofSeconds(60)); // an outage of the database, for everybody
    lease.hold(lease.renew());
    assertThat(lease.mayTakeOver()).isFalse();
  }

  @Test
  void hasASuccessorWhenAnotherNodeLives() {
    NodeLease other = lease(false);
    lease.hold(lease.renew());
    other.hold(other.renew());
    assertThat(other.hasSuccessor()).isTrue();
    lease.giveUp();
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void knowsWhoLivesOnTheSameDatabase() {
    NodeLease other = lease(false);
    lease.hold(lease.renew());
    other.hold(other.renew());
    assertThat(other.living()).contains(lease.node(), other.node());
    lease.giveUp();
    other.hold(other.renew());
    assertThat(other.living()).contains(other.node()).doesNotContain(lease.node());
  }

  @Test
  void isAlwaysHeldByANodeThatIsAlone() {
    NodeLease alone = lease(true);
    pass(Duration.ofHours(1));
    assertThat(alone.isHeld()).isTrue();
    assertThat(alone.hasSuccessor()).isFalse();
    assertThat(alone.mayTakeOver()).isFalse();
  }
}
