package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.testing.PostgresFixture;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShardLeasesTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private final Database database = POSTGRES.database();
  private final Facts facts = new Facts(database, POSTGRES.newTenant());
  private final ShardLeases one = leases();
  private final ShardLeases two = leases();
  private final ShardLeases three = leases();

  private ShardLeases leases() {
    return new Relays(database, new DirectTransport(new LandingInbox())).leases;
  }

  @BeforeEach
  void startEmpty() {
    facts.execute("DELETE FROM relay_member");
    facts.execute("UPDATE relay_shard SET owner = NULL, term = 0, leased_until = '-infinity'");
  }

  private static int size(ShardLeases leases) {
    Map<Short, Long> entered = leases.enter(0);
    leases.leave(0);
    return entered.size();
  }

  private static void renewAll(ShardLeases... all) {
    for (int i = 0; i < 3; i++) {
      Stream.of(all).forEach(ShardLeases::renew);
    }
  }

  @Test
  void oneAloneHoldsAll() {
    one.renew();
    assertThat(size(one)).isEqualTo(ShardLeases.SHARDS);
  }

  @Test
  void severalShareEvenly() {
    one.renew();
    renewAll(one, two, three);
    assertThat(List.of(size(one), size(two), size(three)))
        .allMatch(held -> held >= 20 && held <= 22)
        .satisfies(all ->
            assertThat(all.stream().mapToInt(held -> held).sum()).isEqualTo(ShardLeases.SHARDS));
  }

  @Test
  void keepsAShardUntilItsBatchHasEnded() {
    one.renew();
    one.enter(0);
    renewAll(one, two);
    assertThat(size(two)).isZero();
    one.leave(0);
    renewAll(one, two);
    assertThat(size(two)).isEqualTo(32);
  }

  @Test
  void whatOneReleasesAtItsEndIsTakenAtOnce() {
    renewAll(one, two);
    one.giveUp();
    two.renew();
    assertThat(size(two)).isEqualTo(ShardLeases.SHARDS);
    assertThat(size(one)).isZero();
  }

  @Test
  void theTermGrowsWithEachOwnerAndNotWithEachRenewal() {
    one.renew();
    one.renew();
    assertThat(one.enter(0).values()).containsOnly(1L);
    one.giveUp();
    two.renew();
    assertThat(two.enter(0).values()).containsOnly(2L);
  }

  @Test
  void takesOverFromOneThatHasVanished() {
    one.renew();
    facts.execute("UPDATE relay_shard SET leased_until = now() - interval '1 ms'");
    facts.execute("UPDATE relay_member SET alive_at = now() - interval '6 s'");
    two.renew();
    assertThat(size(two)).isEqualTo(ShardLeases.SHARDS);
    Map<Short, Long> before = one.enter(0);
    one.renew();
    assertThat(one.stillHold(before)).isFalse();
  }
}
