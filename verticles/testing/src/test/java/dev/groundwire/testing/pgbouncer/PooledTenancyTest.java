package dev.groundwire.testing.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients take turns on one session: what one has set must be gone before the next one's. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class PooledTenancyTest {
  @Order(1)
  @RegisterExtension
  static final PostgresFixture POSTGRES = new PostgresFixture();

  @Order(2)
  @RegisterExtension
  static final PgBouncerFixture BOUNCER = new PgBouncerFixture(POSTGRES, 2);

  private static final Duration PATIENT = Duration.ofSeconds(15);
  private static final String SEEN = "SELECT organization_id, pg_backend_pid() FROM workspace";

  @Test
  void tenantsStayApartWhereTheyShareASession() throws Exception {
    List<Tenant> tenants = List.of(POSTGRES.newTenant(), POSTGRES.newTenant());
    Map<Integer, Set<UUID>> served = new ConcurrentHashMap<>();
    try (PooledNode first = new PooledNode(POSTGRES, BOUNCER, PATIENT);
        PooledNode second = new PooledNode(POSTGRES, BOUNCER, PATIENT);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        PooledNode node = i % 2 == 0 ? first : second;
        Random random = new Random(i);
        all.add(
            clients.submit(() -> {
              for (int round = 0; round < 40; round++) {
                Tenant tenant = tenants.get(random.nextInt(2));
                look(node, tenant, random.nextInt(4) == 0, served);
                assertThat(outsideOfATransaction(node)).isZero();
              }
              return node;
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(served).hasSizeLessThanOrEqualTo(2);
    assertThat(served.values())
        .as("organizations that one session has served")
        .anySatisfy(of -> assertThat(of).hasSize(2));
  }

  private static void look(
      PooledNode node, Tenant tenant, boolean fails, Map<Integer, Set<UUID>> served) {
    try {
      node.database()
          .inTenant(
              tenant.organizationId(),
              tx -> {
                for (Row row : Rows.list(tx, SEEN, Tuple.tuple(), row -> row)) {
                  assertThat(row.getUUID(0)).isEqualTo(tenant.organizationId());
                  served
                      .computeIfAbsent(row.getInteger(1), ignored -> ConcurrentHashMap.newKeySet())
                      .add(row.getUUID(0));
                }
                if (fails) {
                  throw new IllegalStateException("undo");
                }
                return tx;
              });
      assertThat(fails).isFalse();
    } catch (IllegalStateException undone) {
      assertThat(undone).hasMessage("undo");
    }
  }

  private static int outsideOfATransaction(PooledNode node) {
    return node.pool().preparedQuery(SEEN).execute().await().size();
  }

  /** The only session is tenant A's just now, and was a moment ago. */
  @Test
  void noTenantWritesForAnother() {
    Tenant own = POSTGRES.newTenant();
    Tenant other = POSTGRES.newTenant();
    try (PooledNode node = new PooledNode(POSTGRES, BOUNCER, PATIENT)) {
      node.database()
          .inTenant(other.organizationId(), tx -> addWorkspace(tx, other.organizationId()));
      assertThatThrownBy(() ->
              node.database()
                  .inTenant(own.organizationId(), tx -> addWorkspace(tx, other.organizationId())))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() ->
              node.pool()
                  .withConnection(any -> any.query("DELETE FROM workspace").execute())
                  .map(deleted -> {
                    assertThat(deleted.rowCount()).isZero();
                    throw new IllegalStateException("nothing was deleted");
                  })
                  .await())
          .hasMessage("nothing was deleted");
    }
  }

  private static int addWorkspace(SqlConnection tx, UUID organization) {
    return Rows.update(
        tx,
        "INSERT INTO workspace (id, organization_id, slug, name) VALUES ($1, $2, 'more', 'More')",
        Tuple.of(UUID.randomUUID(), organization));
  }

  /** No session begins with its time-out: each transaction brings its own, and takes it along. */
  @Test
  void aStatementIsEndedInTimeAndTheNextClientIsNot() {
    try (PooledNode hasty = new PooledNode(POSTGRES, BOUNCER, Duration.ofMillis(100));
        PooledNode patient = new PooledNode(POSTGRES, BOUNCER, PATIENT)) {
      assertThatThrownBy(() ->
              hasty
                  .database()
                  .asSystem(tx -> Rows.list(tx, "SELECT pg_sleep(20)", Tuple.tuple(), row -> row)))
          .isInstanceOf(BusFailure.class)
          .hasMessageContaining("database is away");
      for (int i = 0; i < 4; i++) {
        assertThat(settings(patient)).containsExactly("15s", "5min");
      }
    }
  }

  private static List<String> settings(PooledNode node) {
    return node.database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT current_setting('statement_timeout'),"
                        + " current_setting('idle_in_transaction_session_timeout')",
                    Tuple.tuple(),
                    row -> List.of(row.getString(0), row.getString(1)))
                .orElseThrow());
  }
}
