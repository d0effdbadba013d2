package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.testing.PostgresFixture;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RelayWorkerTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private final Database database = POSTGRES.database();
  private final Facts facts = new Facts(database, POSTGRES.newTenant());
  private final LandingInbox inbox = new LandingInbox();
  private final DirectTransport transport = new DirectTransport(inbox);
  private final Relays relay = new Relays(database, transport);
  private final UUID key = UUID.randomUUID();

  @BeforeEach
  void startEmpty() {
    facts.execute("DELETE FROM outbox");
    facts.execute("DELETE FROM relay_member");
    facts.execute("UPDATE relay_shard SET owner = NULL, leased_until = '-infinity'");
    relay.leases.renew();
  }

  @Test
  void publishesACommittedFactOnce() {
    facts.append(key);
    assertThat(relay.relay()).isEqualTo(1);
    assertThat(relay.relay()).isZero();
    assertThat(inbox.of(key)).containsExactly(1L);
    assertThat(facts.unpublished()).isZero();
  }

  @Test
  void leavesNothingOfATransactionThatIsUndone() {
    assertThatThrownBy(() ->
            database.asSystem(tx -> {
              facts.append(tx, key);
              throw new IllegalStateException("undo");
            }))
        .hasMessage("undo");
    assertThat(relay.relay()).isZero();
    facts.append(key);
    relay.relay();
    assertThat(inbox.of(key)).as("no gap either").containsExactly(1L);
  }

  @Test
  void publishesTheFactsOfAKeyInTheirOrder() {
    facts.append(Collections.nCopies(25, key));
    assertThat(relay.relayAll()).isEqualTo(25);
    assertThat(inbox.of(key)).hasSize(25).isSorted();
  }

  @Test
  void takesNoMoreThanABatchAtOnceAndGoesOnWhileItIsFull() {
    facts.append(Collections.nCopies(32, key));
    assertThat(relay.relay()).isEqualTo(32);
    assertThat(inbox.largestBatch()).isEqualTo(Relays.CONFIG.batchSize());
  }

  @Test
  void aKeyThatFailsHoldsUpNoOther() {
    UUID poor = UUID.randomUUID();
    inbox.refuse(poor);
    facts.append(Collections.nCopies(30, poor));
    facts.append(List.of(key, key));
    relay.relay(); // a whole batch of the key that fails
    relay.relayAll();
    assertThat(inbox.of(key)).containsExactly(1L, 2L);
    inbox.acceptAll();
    relay.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    relay.relayAll();
    assertThat(inbox.of(poor)).hasSize(30).isSorted();
  }

  @Test
  void losesNoFactThatIsCommittedAfterLaterOnes() {
    UUID slow = UUID.randomUUID();
    int meanwhile =
        database.asSystem(tx -> {
          facts.append(tx, slow);
          facts.append(key);
          return relay.relayAll();
        });
    assertThat(meanwhile).isEqualTo(1);
    assertThat(relay.relayAll()).isEqualTo(1);
    assertThat(inbox.of(slow)).containsExactly(1L);
  }

  @Test
  void marksNothingOnceAnotherRelayHasTheShards() {
    Relays other = new Relays(database, new DirectTransport(inbox));
    facts.append(key);
    transport.onceBeforeAnswer(() -> {
      facts.execute("UPDATE relay_shard SET leased_until = '-infinity'");
      facts.execute("UPDATE relay_member SET alive_at = '-infinity'");
      other.leases.renew();
    });
    relay.relay();
    assertThat(facts.unpublished()).as("fenced: its term is old").isEqualTo(1);
    assertThat(relay.relay()).as("and it knows").isZero();
    assertThat(other.relay()).isEqualTo(1);
    assertThat(facts.unpublished()).isZero();
    assertThat(inbox.of(key)).as("published twice, with one id").containsExactly(1L, 1L);
    assertThat(inbox.different()).isEqualTo(1);
  }

  @Test
  void publishesNothingAfterAPauseLongerThanItsLease() {
    facts.append(key);
    relay.nanos.addAndGet(Relays.CONFIG.lease().toNanos());
    assertThat(relay.relay()).isZero();
    assertThat(inbox.arrivals()).isZero();
    relay.leases.renew();
    assertThat(relay.relay()).isEqualTo(1);
  }
}
