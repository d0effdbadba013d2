package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.outboxrelay.BackboneDescribed;
import dev.groundwire.bus.outboxrelay.DescribeBackbone;
import dev.groundwire.bus.outboxrelay.OutboxRelayBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.AppendListener;
import dev.groundwire.platform.outbox.AppendSignal;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole relays, several on one database, with an inbox in their process. */
class OutboxRelayVerticleTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration LEASE = Duration.ofMillis(500);

  private final Database database = POSTGRES.database();
  private final Facts facts = new Facts(database, POSTGRES.newTenant());
  private final LandingInbox inbox = new LandingInbox();
  private final List<String> relays = new ArrayList<>();
  private @Nullable String inboxRoom;

  private final class InboxRoom extends VerticleBase {
    @Override
    public Future<?> start() {
      return new Bus(vertx).answer(InboxBus.LAND_EVENTS, 64, inbox::land);
    }
  }

  @BeforeEach
  void startInbox() throws Exception {
    facts.execute("DELETE FROM outbox");
    inboxRoom = VERTX.deploy(new InboxRoom());
  }

  @AfterEach
  void stopAll() throws Exception {
    for (String relay : relays) {
      VERTX.undeploy(relay);
    }
    stopInbox();
  }

  private void stopInbox() throws Exception {
    if (inboxRoom != null) {
      VERTX.undeploy(inboxRoom);
      inboxRoom = null;
    }
  }

  private String startRelay() throws Exception {
    OutboxRelayConfig config =
        new OutboxRelayConfig(
            20,
            2,
            Duration.ofMillis(100),
            LEASE,
            Duration.ofSeconds(5),
            2,
            Duration.ofMillis(200),
            Duration.ofHours(24),
            Duration.ofDays(7),
            3);
    String relay =
        VERTX.deploy(
            new OutboxRelayVerticle(
                config,
                database,
                POSTGRES.login().connectOptions(),
                Optional.empty(),
                Clock.systemUTC(),
                ThreadLocalRandom.current(),
                UUID.randomUUID()));
    relays.add(relay);
    return relay;
  }

  private BackboneDescribed described() {
    return new Bus(VERTX.vertx())
        .request(OutboxRelayBus.DESCRIBE_BACKBONE, new DescribeBackbone(), Duration.ofSeconds(5))
        .await();
  }

  private void allPublished() {
    Eventually.until("all published", () -> facts.unpublished() == 0);
  }

  @Test
  void severalRelaysKeepTheOrderOfEachKeyWhileTheyComeAndGo() throws Exception {
    startRelay();
    List<UUID> keys = Stream.generate(UUID::randomUUID).limit(40).toList();
    for (int round = 1; round <= 15; round++) {
      facts.append(keys);
      if (round == 3 || round == 6) {
        startRelay();
      }
      if (round == 10) {
        VERTX.undeploy(relays.removeFirst());
      }
    }
    allPublished();
    List<Long> expected = IntStream.rangeClosed(1, 15).mapToObj(Long::valueOf).toList();
    assertThat(keys)
        .allSatisfy(key ->
            assertThat(inbox.of(key).stream().distinct()).containsExactlyElementsOf(expected));
    assertThat(inbox.different()).isEqualTo(600);
  }

  @Test
  void takesOverFromARelayThatVanished() throws Exception {
    facts.execute(
        "INSERT INTO relay_member VALUES ('00000000-0000-0000-0000-000000000001', now())");
    facts.execute(
        "UPDATE relay_shard SET owner = '00000000-0000-0000-0000-000000000001', term = term + 1,"
            + " leased_until = now() + interval '500 ms'");
    UUID key = UUID.randomUUID();
    facts.append(key);
    startRelay();
    allPublished();
    assertThat(inbox.of(key)).containsExactly(1L);
  }

  @Test
  void findsByItselfWhatNobodyToldItOf() throws Exception {
    startRelay();
    UUID key = UUID.randomUUID();
    for (int round = 0; round < 3; round++) {
      facts.append(key); // without any signal
      allPublished();
    }
    assertThat(inbox.of(key)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whileTheInboxIsAwayFactsWaitAndItIsSaid() throws Exception {
    startRelay();
    stopInbox();
    UUID key = UUID.randomUUID();
    facts.append(List.of(key, key));
    Eventually.until("down", () -> !described().up());
    assertThat(described().pending()).isEqualTo(2);
    assertThat(described().oldestPendingSeconds()).isPositive();
    assertThat(described().detail()).isNotBlank();
    inboxRoom = VERTX.deploy(new InboxRoom());
    allPublished();
    Eventually.until("up", () -> described().up());
    assertThat(inbox.of(key)).containsExactly(1L, 2L);
    assertThat(described().transport()).isEqualTo("in-process");
  }

  @Test
  void anotherProcessHearsOfAnAppend() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Vertx other = Vertx.vertx();
    AppendListener listener =
        AppendListener.open(other, POSTGRES.login().connectOptions(), looks::incrementAndGet);
    Eventually.until("listens", () -> looks.get() == 1);
    AppendSignal signal = new AppendSignal(VERTX.vertx(), POSTGRES.pool());
    for (int append = 0; append < 20; append++) {
      signal.run();
    }
    Eventually.until("heard", () -> looks.get() == 2);
    facts.count(
        "SELECT count(pg_terminate_backend(pid))::int AS n FROM pg_stat_activity"
            + " WHERE query LIKE 'LISTEN%'");
    Eventually.until("listens again, and looks", () -> looks.get() == 3);
    signal.run();
    Eventually.until("heard again", () -> looks.get() == 4);
    listener.close().await();
    other.close().await();
  }
}
