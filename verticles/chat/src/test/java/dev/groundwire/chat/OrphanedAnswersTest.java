package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrphanedAnswersTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private ChatRoom room;

  @BeforeEach
  void deploy() throws TimeoutException {
    room = new ChatRoom(VERTX, POSTGRES);
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    room.close();
  }

  /** What a process leaves that is killed after it has taken a question. */
  private static UUID leaveBehind(Tenant tenant) {
    UUID id = UUID.randomUUID();
    Question question =
        new Question(
            id,
            tenant,
            Optional.empty(),
            "What do cats do?",
            List.of(),
            Optional.empty(),
            PassageFilter.NONE,
            false,
            "request-1",
            Moments.now(Clock.systemUTC()));
    POSTGRES
        .database()
        .inTenant(
            tenant.organizationId(),
            tx -> {
              new AnswerRepository().add(tx, question);
              return id;
            });
    return id;
  }

  @Test
  void endsWhatAKilledProcessLeft() throws TimeoutException {
    Tenant tenant = POSTGRES.newTenant();
    UUID answer = leaveBehind(tenant);
    room.restart();
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.FAILED);
    List<LogEntry> log = room.watch(tenant, answer);
    assertThat(ChatRoom.types(log)).containsExactly("status", "error");
    assertThat(log.getFirst().data()).contains(answer.toString());
  }

  @Test
  void tellsTheEndToAWatcherThatHadSeenMuch() throws TimeoutException {
    Tenant tenant = POSTGRES.newTenant();
    UUID answer = leaveBehind(tenant);
    room.restart();
    assertThat(ChatRoom.types(room.watch(tenant, answer, 5_000))).containsExactly("error");
  }

  @Test
  void endsMoreThanOneBatch() throws TimeoutException {
    Tenant tenant = POSTGRES.newTenant();
    List<UUID> left = Stream.generate(() -> leaveBehind(tenant)).limit(250).toList();
    room.restart();
    assertThat(left)
        .allSatisfy(
            answer -> assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.FAILED));
  }

  @Test
  void tellsNobodyOfAnEndThatIsNotStored() throws TimeoutException {
    Tenant tenant = POSTGRES.newTenant();
    Promise<Void> gate = Promise.promise();
    Pool ownPool =
        ConnectionPool.open(
            VERTX.vertx(),
            POSTGRES.login().connectOptions(),
            new DatabaseConfig(null, 4, Duration.ofSeconds(10), Duration.ofSeconds(15)));
    room.restart(new Database(ownPool));
    room.others().does(new FakeRooms.Step.Say("Cats "), new FakeRooms.Step.Hold(gate.future()));
    UUID answer = room.ask(tenant, "What do cats do?");
    room.others().whenHeld().await();
    ownPool.close().await();
    gate.complete();
    assertThat(room.watch(tenant, answer).getLast())
        .matches(entry -> entry.type().equals("error"))
        .matches(entry -> entry.data().contains("could not be stored in time"));
    room.restart();
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.FAILED);
  }
}
