package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxRetentionTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private final Database database = POSTGRES.database();
  private final Facts facts = new Facts(database, POSTGRES.newTenant());
  private final LandingInbox inbox = new LandingInbox();
  private final Relays relay = new Relays(database, new DirectTransport(inbox));
  private final Instant now = Instant.now();

  @BeforeEach
  void takeAllShards() {
    facts.execute("UPDATE relay_shard SET owner = NULL, leased_until = '-infinity'");
    facts.execute("DELETE FROM relay_member");
    facts.execute("DELETE FROM outbox");
    relay.leases.renew();
  }

  private void keep(Duration later) {
    new OutboxRetention(
            Relays.CONFIG,
            database,
            new PartitionRepository(),
            new ShardRepository(),
            Clock.fixed(now.plus(later), ZoneOffset.UTC))
        .keep();
  }

  private boolean hasPartition(Duration later) {
    String name = "outbox_" + now.plus(later).toString().substring(0, 10).replace("-", "");
    return facts.count("SELECT count(to_regclass('" + name + "'))::int AS n") == 1;
  }

  @Test
  void hasPartitionsForTheDaysToCome() {
    keep(Duration.ofDays(10));
    assertThat(hasPartition(Duration.ofDays(10))).isTrue();
    assertThat(hasPartition(Duration.ofDays(13))).isTrue();
    assertThat(hasPartition(Duration.ofDays(14))).isFalse();
  }

  @Test
  void dropsADayOnceItsFactsWereKeptLongEnough() {
    keep(Duration.ZERO);
    facts.append(UUID.randomUUID());
    relay.relay();
    facts.execute("UPDATE outbox SET published_at = published_at - interval '3 days'");
    keep(Duration.ofHours(1));
    assertThat(hasPartition(Duration.ZERO)).as("still in use").isTrue();
    keep(Duration.ofDays(3));
    assertThat(hasPartition(Duration.ZERO)).isFalse();
    assertThat(facts.count("SELECT count(*)::int AS n FROM outbox")).isZero();
    keep(Duration.ZERO);
    assertThat(hasPartition(Duration.ZERO)).as("and is there again").isTrue();
  }

  @Test
  void dropsNoDayWithAFactThatIsUnpublishedOrPublishedLately() {
    keep(Duration.ZERO);
    facts.append(UUID.randomUUID());
    keep(Duration.ofDays(40));
    assertThat(hasPartition(Duration.ZERO)).isTrue();
    relay.relay();
    facts.execute("UPDATE outbox SET published_at = now() + interval '39 days 12 hours'");
    keep(Duration.ofDays(40));
    assertThat(hasPartition(Duration.ZERO)).isTrue();
    facts.execute("UPDATE outbox SET published_at = now() + interval '38 days 12 hours'");
    keep(Duration.ofDays(40));
    assertThat(hasPartition(Duration.ZERO)).isFalse();
  }

  @Test
  void movesWhatWasAppendedWithoutAPartitionOfItsDay() {
    keep(Duration.ZERO);
    UUID key = UUID.randomUUID();
    facts.append(key);
    facts.execute("UPDATE outbox SET appended_on = appended_on + 100");
    assertThat(facts.count("SELECT count(*)::int AS n FROM outbox_default")).isEqualTo(1);
    keep(Duration.ofDays(100));
    assertThat(facts.count("SELECT count(*)::int AS n FROM outbox_default")).isZero();
    assertThat(relay.relay()).isEqualTo(1);
    assertThat(inbox.of(key)).containsExactly(1L);
  }

  @Test
  void forgetsPublishedFactsThatHaveNoPartition() {
    facts.append(UUID.randomUUID());
    facts.execute("UPDATE outbox SET appended_on = appended_on + 200, published_at = now()");
    keep(Duration.ofHours(1));
    assertThat(facts.count("SELECT count(*)::int AS n FROM outbox_default")).isEqualTo(1);
    keep(Duration.ofHours(25));
    assertThat(facts.count("SELECT count(*)::int AS n FROM outbox_default")).isZero();
  }

  @Test
  void aPartitionKeepsOrganizationsApartWhenReadDirectly() {
    keep(Duration.ZERO);
    facts.append(UUID.randomUUID());
    int seen =
        database.inTenant(
            UUID.randomUUID(),
            tx ->
                Rows.first(
                        tx,
                        "SELECT count(*)::int AS n FROM outbox_"
                            + now.toString().substring(0, 10).replace("-", ""),
                        Tuple.tuple(),
                        row -> row.getInteger("n"))
                    .orElseThrow());
    assertThat(seen).isZero();
  }
}
