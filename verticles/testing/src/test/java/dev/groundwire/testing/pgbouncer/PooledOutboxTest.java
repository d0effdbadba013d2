package dev.groundwire.testing.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.AppendListener;
import dev.groundwire.platform.outbox.AppendSignal;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.DirectConnection;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class PooledOutboxTest {
  @Order(1)
  @RegisterExtension
  static final PostgresFixture POSTGRES = new PostgresFixture();

  @Order(2)
  @RegisterExtension
  static final PgBouncerFixture BOUNCER = new PgBouncerFixture(POSTGRES, 3);

  private static final Duration PATIENT = Duration.ofSeconds(15);

  @Test
  void factsOfAKeyAreNumberedWithoutAGap() {
    Tenant tenant = POSTGRES.newTenant();
    UUID key = UUID.randomUUID();
    Outbox outbox = new Outbox(Clock.systemUTC(), Identifiers.timeOrdered());
    try (PooledNode first = new PooledNode(POSTGRES, BOUNCER, PATIENT);
        PooledNode second = new PooledNode(POSTGRES, BOUNCER, PATIENT)) {
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 60; i++) {
          PooledNode node = i % 2 == 0 ? first : second;
          clients.execute(() -> append(node, outbox, tenant, key));
        }
      }
      List<Long> numbers =
          first
              .database()
              .inTenant(
                  tenant.organizationId(),
                  tx ->
                      Rows.list(
                          tx,
                          "SELECT key_seq FROM outbox WHERE key = $1 ORDER BY key_seq",
                          Tuple.of(key.toString()),
                          row -> row.getLong(0)));
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 60).boxed().toList());
    }
  }

  private static boolean append(PooledNode node, Outbox outbox, Tenant tenant, UUID key) {
    return node.database()
        .inTenant(
            tenant.organizationId(),
            tx -> {
              outbox.append(
                  tx,
                  DocumentEvents.DELETED,
                  tenant,
                  key,
                  new DocumentEvents.Deleted(key, 1),
                  "test");
              return true;
            });
  }

  /** Told through the pooler, heard without it. */
  @Test
  void aRelayHearsOfWhatAnotherProcessAppends() throws Exception {
    CountDownLatch heard = new CountDownLatch(2); // the look after LISTEN, then one
    try (PooledNode node = new PooledNode(POSTGRES, BOUNCER, PATIENT)) {
      BusCodecs.register(node.vertx().eventBus());
      CountDownLatch listening = new CountDownLatch(1);
      AppendListener listener =
          AppendListener.open(
              node.vertx(),
              POSTGRES.login().connectOptions(),
              () -> {
                heard.countDown();
                listening.countDown();
              });
      assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
      new AppendSignal(node.vertx(), node.pool()).run();
      assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
      listener.close().await();
    }
  }

  /** A lock taken there would be somebody else's in a moment. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transaction | ''",
        "transaction | 'ignore_startup_parameters = options,extra_float_digits'",
        "session | 'ignore_startup_parameters = options,extra_float_digits'"
      })
  void noPoolerIsTakenForAServer(String mode, String settings) throws IOException {
    try (PgBouncerServer pooler = PgBouncerServer.start(POSTGRES.login(), 2, mode, settings)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> DirectConnection.open(pooler.login().connectOptions(), PATIENT))
          .withMessageContaining("DATABASE_POOLER=transaction")
          .withMessageContaining("DATABASE_DIRECT_URL");
    }
  }
}
