package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
              new AnswerRepository().add(tx, question, UUID.randomUUID());
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
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void endsInTimeWhatWasStoredUnheard() throws TimeoutException {
    Tenant tenant = POSTGRES.newTenant();
    room.restart(POSTGRES.database());
    UUID answer = leaveBehind(tenant);
    while (room.find(tenant, answer).state() == AnswerState.QUEUED) {
      VERTX.vertx().timer(20, TimeUnit.MILLISECONDS).await();
    }
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.FAILED);
    assertThat(room.watch(tenant, answer).getLast().data()).contains("outage of the database");
  }

  @Test
  void leavesAloneWhatIsYoungOrInMemory() {
    Tenant tenant = POSTGRES.newTenant();
    UUID owned = leaveBehind(tenant);
    UUID young = leaveBehind(tenant);
    Instant now = Clock.systemUTC().instant();
    OrphanedAnswers orphans = orphans();
    orphans.endForgotten(now.minusSeconds(60), Set.of(), true);
    orphans.endForgotten(now.plusSeconds(60), Set.of(owned, young), true);
    assertThat(room.find(tenant, owned).state()).isEqualTo(AnswerState.QUEUED);
    orphans.endForgotten(now.plusSeconds(60), Set.of(owned), true);
    assertThat(room.find(tenant, owned).state()).isEqualTo(AnswerState.QUEUED);
    assertThat(room.find(tenant, young).state()).isEqualTo(AnswerState.FAILED);
  }

  private static OrphanedAnswers orphans() {
    Supplier<UUID> ids = Identifiers.timeOrdered();
    Clock clock = Clock.systemUTC();
    Database database = POSTGRES.database();
    UUID node = ids.get();
    return new OrphanedAnswers(
        database, new AnswerArchive(database, new Outbox(clock, ids), clock, ids, node), node);
  }

  @Test
  void tellsNobodyOfAnEndThatIsNotStored() throws TimeoutException {
    Tenant tenant = POSTGRES.newTenant();
    Promise<Void> gate = Promise.promise();
    Pool ownPool = ownPool();
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

  private static Pool ownPool() {
    return ConnectionPool.open(
        VERTX.vertx(),
        POSTGRES.login().connectOptions(),
        new DatabaseConfig(null, 4, Duration.ofSeconds(10), Duration.ofSeconds(15)));
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void givesThePlaceOfAnUnstoredAnswerToOthers() throws TimeoutException {
    Tenant tenant = POSTGRES.newTenant();
    Promise<Void> gate = Promise.promise();
    Pool ownPool = ownPool();
    room.restart(new Database(ownPool), 1);
    room.others().does(new FakeRooms.Step.Hold(gate.future()));
    UUID answer = room.ask(tenant, "What do cats do?");
    room.others().whenHeld().await();
    ownPool.close().await();
    gate.complete();
    Runnable askAnother = () -> room.ask(tenant, "What do dogs do?");
    assertThat(refusal(askAnother).code()).isEqualTo(FailureCode.OVERLOADED);
    while (refusal(askAnother).code() == FailureCode.OVERLOADED) {
      VERTX.vertx().timer(20, TimeUnit.MILLISECONDS).await();
    }
    assertThat(refusal(askAnother).code()).as("there is room").isEqualTo(FailureCode.UNAVAILABLE);
    room.restart();
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.FAILED);
  }
}
