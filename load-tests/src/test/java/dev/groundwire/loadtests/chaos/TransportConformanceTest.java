package dev.groundwire.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.deadletter.DeadLetterVerticle;
import dev.groundwire.inbox.InboxVerticle;
import dev.groundwire.loadtests.Waiting;
import dev.groundwire.outboxrelay.OutboxRelayVerticle;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.outbox.AppendSignal;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every transport owes, from the append to the handler: whole rooms, real servers. */
@ParameterizedClass
@EnumSource(Transport.class)
class TransportConformanceTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(20);

  private final Supplier<UUID> ids = Identifiers.timeOrdered();
  private final Clock clock = Clock.systemUTC();
  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();
  private final AppendSignal signal = new AppendSignal(VERTX.vertx(), POSTGRES.pool());
  private final Outbox outbox = new Outbox(clock, ids, tx -> database.afterCommit(tx, signal));
  private final RecordingHandler handler = new RecordingHandler();
  private final List<String> rooms = new ArrayList<>();
  private final NodeSettings settings;
  private @Nullable NatsLink link;

  TransportConformanceTest(Transport transport) {
    settings =
        NodeSettings.read(
            transport == Transport.JETSTREAM ? Map.of("NATS_URL", NATS.url()) : Map.of());
  }

  @BeforeEach
  void startHandler() throws Exception {
    if (settings.nats().isConfigured()) {
      link = NatsLink.open(VERTX.vertx(), settings.nats(), "conformance");
    }
    rooms.add(VERTX.deploy(handler));
    rooms.add(
        VERTX.deploy(
            new DeadLetterVerticle(
                settings.deadLetter(), database, outbox, ChaosBus.SUBSCRIPTIONS, clock, ids)));
  }

  private void startBackbone() throws Exception {
    Optional<NatsLink> nats = Optional.ofNullable(link);
    rooms.add(
        VERTX.deploy(
            new InboxVerticle(
                settings.inbox(), database, ChaosBus.SUBSCRIPTIONS, nats, clock, ids.get())));
    rooms.add(
        VERTX.deploy(
            new OutboxRelayVerticle(
                settings.outboxRelay(),
                database,
                POSTGRES.login().connectOptions(),
                nats,
                clock,
                RandomGenerator.getDefault(),
                ids.get())));
  }

  private void stopBackbone() throws Exception {
    VERTX.undeploy(rooms.removeLast());
    VERTX.undeploy(rooms.removeLast());
  }

  @AfterEach
  void stopAll() throws Exception {
    for (String room : rooms.reversed()) {
      VERTX.undeploy(room);
    }
    if (link != null) {
      link.close();
    }
  }

  @Test
  void bringsEveryFactOnceInTheOrderOfItsKey() throws Exception {
    startBackbone();
    List<UUID> keys = Stream.generate(ids).limit(5).toList();

    for (int i = 0; i < 40; i++) {
      keys.forEach(key -> append(key, false));
    }

    for (UUID key : keys) {
      awaitHandled(key, upTo(40));
    }
  }

  @Test
  void bringsNothingOfWhatWasRolledBack() throws Exception {
    startBackbone();
    UUID key = ids.get();

    append(key, false);
    IntStream.range(0, 3).forEach(ignored -> appendAndRollBack(key));
    append(key, false);

    awaitHandled(key, upTo(2));
  }

  @Test
  void bringsAFactAgainUntilItsHandlerIsBackAndHoldsUpNoOtherKey() throws Exception {
    startBackbone();
    UUID failing = ids.get();
    UUID other = ids.get();
    handler.goAway(failing);

    append(failing, false);
    append(failing, false);
    append(other, false);

    awaitHandled(other, upTo(1));
    assertThat(handler.of(failing)).isEmpty();
    handler.comeBack(failing);
    awaitHandled(failing, upTo(2));
  }

  @Test
  void buriesPoisonAndGoesOnWithItsKey() throws Exception {
    startBackbone();
    UUID key = ids.get();

    append(key, false);
    append(key, true);
    append(key, false);

    awaitHandled(key, List.of(1L, 3L));
    assertThat(
            number(
                "SELECT count(*) AS n FROM dead_letter WHERE key = $1 AND state = 'parked'", key))
        .isOne();
  }

  @Test
  void bringsWhatWasAppendedBeforeItStarted() throws Exception {
    UUID key = ids.get();
    IntStream.range(0, 30).forEach(ignored -> append(key, false));

    startBackbone();

    awaitHandled(key, upTo(30));
  }

  @Test
  void bringsTheRestAfterARestart() throws Exception {
    UUID key = ids.get();
    handler.goAway(key);
    startBackbone();
    IntStream.range(0, 5).forEach(ignored -> append(key, false));
    stopBackbone();
    IntStream.range(0, 5).forEach(ignored -> append(key, false));
    handler.comeBack(key);

    startBackbone();

    awaitHandled(key, upTo(10));
  }

  @Test
  void bringsNothingTwiceWhenItIsPublishedAgain() throws Exception {
    startBackbone();
    UUID key = ids.get();
    IntStream.range(0, 10).forEach(ignored -> append(key, false));
    awaitHandled(key, upTo(10));

    database.asSystem(tx ->
        Rows.update(
            tx, "UPDATE outbox SET published_at = NULL WHERE key = $1", Tuple.of(key.toString())));
    signal.run();
    Waiting.until(
        "the publication of all",
        SOON,
        STEP,
        () ->
            number("SELECT count(*) AS n FROM outbox WHERE key = $1 AND published_at IS NULL", key)
                == 0);
    append(key, false);

    awaitHandled(key, upTo(11));
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private void awaitHandled(UUID key, List<Long> expected) {
    Waiting.atMost(SOON, STEP, () -> handler.of(key).size() >= expected.size());
    assertThat(handler.of(key)).isEqualTo(expected);
  }

  private long number(String sql, UUID key) {
    return database.asSystem(
        tx -> Rows.first(tx, sql, Tuple.of(key.toString()), row -> row.getLong("n")).orElseThrow());
  }

  private void append(UUID key, boolean poison) {
    database.inTenant(tenant.organizationId(), tx -> append(tx, key, poison));
  }

  private UUID append(SqlConnection tx, UUID key, boolean poison) {
    UUID op = ids.get();
    outbox.append(
        tx, ChaosBus.OP_DONE, tenant, key, new OpDone(op, poison, false, ""), op.toString());
    return op;
  }

  private void appendAndRollBack(UUID key) {
    IllegalStateException undone = new IllegalStateException("undone on purpose");
    try {
      database.inTenant(
          tenant.organizationId(),
          tx -> {
            append(tx, key, false);
            throw undone;
          });
    } catch (IllegalStateException expected) {
      assertThat(Objects.equals(expected, undone)).isTrue();
    }
  }
}
