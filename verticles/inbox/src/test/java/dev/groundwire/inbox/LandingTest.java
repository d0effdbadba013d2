package dev.groundwire.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LandingTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();
  private final MeterRegistry counted = new SimpleMeterRegistry();
  private final String key = UUID.randomUUID().toString();

  @BeforeEach
  void empty() {
    database.asSystem(tx -> Rows.update(tx, "DELETE FROM event_delivery", Tuple.tuple()));
  }

  private Landing landing(Duration gapPatience) {
    return new Landing(
        database,
        new CursorRepository(gapPatience),
        new ArrivalRepository(),
        Subscription.ALL,
        new InboxMeters(counted, Subscription.ALL));
  }

  private Set<UUID> land(EventEnvelope... events) {
    return landing(Duration.ofHours(1)).land(arrivals(events));
  }

  private static List<Arrival> arrivals(EventEnvelope... events) {
    return List.of(events).stream().map(event -> new Arrival(event, 0)).toList();
  }

  private EventEnvelope event(long keySeq) {
    return event("document.received.v1", keySeq);
  }

  private EventEnvelope event(String type, long keySeq) {
    return new EventEnvelope(
        UUID.randomUUID(),
        type,
        tenant.organizationId(),
        tenant.workspaceId(),
        key,
        keySeq,
        "request",
        Optional.empty(),
        Optional.empty(),
        Instant.parse("2026-01-01T00:00:00Z"),
        "{}");
  }

  /** As the relay leaves it behind once the transport has it. */
  private void keepInOutbox(EventEnvelope event) {
    String append =
        """
        INSERT INTO outbox (id, organization_id, workspace_id, type, key, key_seq, correlation_id,
          causation_id, traceparent, occurred_at, payload, published_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now())
        """;
    database.asSystem(tx -> Rows.update(tx, append, Envelopes.write(event)));
  }

  private List<Long> waiting() {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT key_seq FROM event_delivery WHERE key = $1 ORDER BY key_seq",
            Tuple.of(key),
            row -> row.getLong("key_seq")));
  }

  @Test
  void landsEachFactOnce() {
    EventEnvelope first = event(1);
    EventEnvelope second = event(2);
    assertThat(land(first, second)).containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(duplicates()).isZero();
    assertThat(land(first, second)).containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(waiting()).containsExactly(1L, 2L);
    assertThat(duplicates()).isEqualTo(2);
  }

  private double duplicates() {
    return counted.get("inbox.duplicates").counter().count();
  }

  @Test
  void knowsAFactAgainThatWasHandledLongAgo() {
    EventEnvelope first = event(1);
    land(first);
    empty();
    assertThat(land(first)).containsExactly(first.id());
    assertThat(waiting()).isEmpty();
  }

  @Test
  void movesOnOverFactsThatNobodyWants() {
    EventEnvelope unwanted = event("answer.finished.v1", 1);
    EventEnvelope wanted = event(2);
    assertThat(land(unwanted)).containsExactly(unwanted.id());
    assertThat(land(wanted)).containsExactly(wanted.id());
    assertThat(waiting()).containsExactly(2L);
  }

  @Test
  void holdsBackAFactWhoseForerunnerIsMissing() {
    EventEnvelope first = event(1);
    EventEnvelope second = event(2);
    EventEnvelope third = event(3);
    land(first);
    assertThat(land(third)).isEmpty();
    assertThat(waiting()).containsExactly(1L);
    assertThat(land(third, second)).containsExactlyInAnyOrder(second.id(), third.id());
    assertThat(waiting()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void healsAGapFromTheOutbox() {
    EventEnvelope third = event(3);
    keepInOutbox(event(1));
    keepInOutbox(event(2));
    assertThat(land(third)).containsExactly(third.id());
    assertThat(waiting()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void goesOnWithoutAFactThatNobodyHasAnyMore() {
    EventEnvelope third = event(3);
    keepInOutbox(event(2));
    assertThat(land(third)).isEmpty();
    assertThat(landing(Duration.ofHours(-1)).land(arrivals(third))).containsExactly(third.id());
    assertThat(waiting()).containsExactly(2L, 3L);
    EventEnvelope late = event(1);
    assertThat(land(late)).containsExactly(late.id());
    assertThat(waiting()).as("too late to be handled in order").containsExactly(2L, 3L);
  }

  @Test
  void doesNotHoldBackOtherKeys() {
    EventEnvelope gap = event(2);
    EventEnvelope other = event("document.received.v1", 1);
    EventEnvelope ofOtherKey =
        new EventEnvelope(
            other.id(),
            other.type(),
            other.organizationId(),
            other.workspaceId(),
            UUID.randomUUID().toString(),
            1,
            other.correlationId(),
            other.causationId(),
            other.traceparent(),
            other.occurredAt(),
            other.payload());
    assertThat(land(gap, ofOtherKey)).containsExactly(ofOtherKey.id());
  }
}
