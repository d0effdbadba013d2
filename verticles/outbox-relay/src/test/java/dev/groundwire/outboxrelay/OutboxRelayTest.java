package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxRelayTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private final Database database = POSTGRES.database();
  private final Outbox outbox = new Outbox(Clock.systemUTC(), Identifiers.timeOrdered());
  private final OutboxRelayConfig config =
      new OutboxRelayConfig(10, Duration.ofMillis(50), Duration.ofHours(24), Duration.ofDays(7));
  private final OutboxRelay relay = relay(Clock.systemUTC());
  private final Tenant tenant = POSTGRES.newTenant();

  private OutboxRelay relay(Clock clock) {
    return new OutboxRelay(
        config,
        database,
        new OutboxRepository(clock),
        new PostgresTransport(new DeliveryRepository()));
  }

  @BeforeEach
  void startEmpty() {
    database.asSystem(tx -> Rows.update(tx, "DELETE FROM outbox", Tuple.tuple()));
    database.asSystem(tx -> Rows.update(tx, "DELETE FROM event_delivery", Tuple.tuple()));
  }

  private void received(UUID document) {
    database.inTenant(
        tenant.organizationId(),
        tx -> {
          outbox.append(
              tx,
              DocumentEvents.RECEIVED,
              tenant,
              document,
              new DocumentEvents.Received(document, 1),
              "request");
          return true;
        });
  }

  private List<String> deliveries() {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT key, key_seq, handler FROM event_delivery ORDER BY key, key_seq",
            Tuple.tuple(),
            row -> row.getString("handler") + "#" + row.getLong("key_seq")));
  }

  @Test
  void handsAFactToEachOfItsHandlersOnce() {
    received(UUID.randomUUID());
    assertThat(relay.relayBatch()).isEqualTo(1);
    assertThat(relay.relayBatch()).isZero();
    assertThat(deliveries()).containsExactly("ingestion.chunk-document#1");
  }

  @Test
  void leavesNothingOfATransactionThatIsUndone() {
    assertThatThrownBy(() ->
            database.inTenant(
                tenant.organizationId(),
                tx -> {
                  UUID id = UUID.randomUUID();
                  outbox.append(
                      tx,
                      DocumentEvents.RECEIVED,
                      tenant,
                      id,
                      new DocumentEvents.Received(id, 1),
                      "request");
                  throw new IllegalStateException("undo");
                }))
        .hasMessage("undo");
    assertThat(relay.relayBatch()).isZero();
  }

  @Test
  void keepsTheOrderOfAKeyOverBatches() {
    UUID document = UUID.randomUUID();
    for (int i = 0; i < 3; i++) {
      received(document);
    }
    assertThat(relay.relayBatch()).as("one of a key at a time").isEqualTo(1);
    assertThat(relay.relayBatch() + relay.relayBatch()).isEqualTo(2);
    assertThat(deliveries())
        .containsExactly(
            "ingestion.chunk-document#1",
            "ingestion.chunk-document#2",
            "ingestion.chunk-document#3");
  }

  @Test
  void takesNoMoreThanABatch() {
    for (int i = 0; i < 12; i++) {
      received(UUID.randomUUID());
    }
    assertThat(List.of(relay.relayBatch(), relay.relayBatch(), relay.relayBatch()))
        .containsExactly(10, 2, 0);
  }

  @Test
  void stepsAsideWhileAnotherRelayIsAtWork() {
    received(UUID.randomUUID());
    int meanwhile =
        database.asSystem(tx -> {
          assertThat(new OutboxRepository(Clock.systemUTC()).isAlone(tx)).isTrue();
          return relay.relayBatch();
        });
    assertThat(meanwhile).isZero();
    assertThat(relay.relayBatch()).isEqualTo(1);
  }

  @Test
  void forgetsPublishedFactsAfterADayAndNeverUnpublishedOnes() {
    received(UUID.randomUUID());
    relay.relayBatch();
    received(UUID.randomUUID());
    assertThat(relay.prune()).isZero();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
    assertThat(relay(later).prune()).isEqualTo(1);
    assertThat(relay.relayBatch()).isEqualTo(1);
  }
}
