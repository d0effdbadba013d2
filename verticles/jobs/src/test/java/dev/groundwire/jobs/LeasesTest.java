package dev.groundwire.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holders of leases rely on. */
class LeasesTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Database database = POSTGRES.database();
  private final Leases leases = new Leases();
  private final String name = "test." + UUID.randomUUID();
  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();

  @BeforeAll
  static void counters() {
    POSTGRES.pool().query("CREATE TABLE counted (name text, term bigint)").execute().await();
  }

  private Optional<Lease> acquire(UUID holder, Duration lasting) {
    return database.asSystem(tx -> leases.acquire(tx, name, holder, lasting));
  }

  private void runOut() {
    database.asSystem(tx ->
        Rows.update(
            tx,
            "UPDATE lease SET expires_at = clock_timestamp() - interval '1 s' WHERE name = $1",
            Tuple.of(name)));
  }

  private void act(Lease lease) {
    database.asSystem(tx -> {
      leases.fence(tx, lease);
      return Rows.update(
          tx, "INSERT INTO counted VALUES ($1, $2)", Tuple.of(lease.name(), lease.term()));
    });
  }

  @Test
  void isOfOneHolderAtATime() {
    Lease held = acquire(first, LONG).orElseThrow();
    assertThat(held.term()).isEqualTo(1);
    assertThat(acquire(second, LONG)).isEmpty();
    assertThat(acquire(first, LONG)).as("again by its holder").contains(held);
  }

  @Test
  void growsItsTermWithEachChangeOfHolder() {
    acquire(first, LONG);
    runOut();
    assertThat(acquire(second, LONG).orElseThrow().term()).isEqualTo(2);
    runOut();
    assertThat(acquire(second, LONG).orElseThrow().term())
        .as("a holder that comes back may have an older self")
        .isEqualTo(3);
  }

  @Test
  void refusesTheWriteOfAHolderThatWasPausedForTooLong() {
    Lease paused = acquire(first, LONG).orElseThrow();
    act(paused);
    runOut();
    Lease taken = acquire(second, LONG).orElseThrow();
    assertThatExceptionOfType(BusFailure.class).isThrownBy(() -> act(paused));
    act(taken);
    assertThat(renewed(paused)).isEmpty();
    assertThat(renewed(taken)).containsExactly(name);
  }

  private List<String> renewed(Lease lease) {
    return database.asSystem(tx -> leases.renew(tx, lease.holder(), List.of(lease), LONG));
  }

  @Test
  void canBeRenewedAfterItRanOutAsLongAsNobodyTookIt() {
    Lease held = acquire(first, LONG).orElseThrow();
    runOut();
    assertThat(renewed(held)).containsExactly(name);
    assertThat(acquire(second, LONG)).isEmpty();
  }

  @Test
  void canBeTakenAtOnceWhenItIsReleased() {
    Lease held = acquire(first, LONG).orElseThrow();
    database.asSystem(tx -> {
      leases.release(tx, held);
      return held;
    });
    assertThat(acquire(second, LONG).orElseThrow().term()).isEqualTo(2);
    assertThatExceptionOfType(BusFailure.class).isThrownBy(() -> act(held));
  }

  /** The fence is a lock, too: taking the lease waits for the effect, or the effect is refused. */
  @Test
  void keepsTheLeaseFromBeingTakenWhileAnEffectIsBeingCommitted() throws Exception {
    Lease held = acquire(first, LONG).orElseThrow();
    CountDownLatch fenced = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<String> order = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      runOut();
      Future<?> effect =
          threads.submit(() ->
              database.asSystem(tx -> {
                leases.fence(tx, held);
                fenced.countDown();
                await(go);
                synchronized (order) {
                  order.add("effect");
                }
                return held;
              }));
      await(fenced);
      Future<Long> taken =
          threads.submit(() -> {
            long term = acquire(second, LONG).orElseThrow().term();
            synchronized (order) {
              order.add("taken");
            }
            return term;
          });
      untilSomebodyWaits();
      go.countDown();
      effect.get(20, TimeUnit.SECONDS);
      assertThat(taken.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    }
    assertThat(order).containsExactly("effect", "taken");
  }

  private void untilSomebodyWaits() {
    Asked.until(
        "a wait for the lock",
        () ->
            database.asSystem(tx ->
                Rows.first(
                            tx,
                            "SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted",
                            Tuple.tuple(),
                            row -> row.getInteger("waiting"))
                        .orElse(0)
                    > 0));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void isSeenByTheTransactionsOfItsOrganizationOnly() {
    Tenant tenant = POSTGRES.newTenant();
    Tenant other = POSTGRES.newTenant();
    Lease lease =
        database
            .asSystem(tx -> leases.acquire(tx, name, tenant.organizationId(), first, LONG))
            .orElseThrow();
    database.inTenant(
        tenant.organizationId(),
        tx -> {
          leases.fence(tx, lease);
          return lease;
        });
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() ->
            database.inTenant(
                other.organizationId(),
                tx -> {
                  leases.fence(tx, lease);
                  return lease;
                }));
  }
}
