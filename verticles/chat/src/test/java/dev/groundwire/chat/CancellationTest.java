package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers are cancelled whose owner does not answer, and before anybody has taken them over. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CancellationTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration HOUR = Duration.ofHours(1);

  /** Nobody's lease ends while these tests run, so nothing is taken over because of that. */
  private static final ChatConfig PATIENT =
      ChatRoom.sharing(HOUR, HOUR.multipliedBy(3), ChatRoom.LONG);

  private final Promise<Void> gate = Promise.promise();
  private RedisLink link;
  private ChatRoom room;
  private Tenant tenant;

  @BeforeEach
  void deploy() throws TimeoutException {
    link =
        RedisLink.open(
            VERTX.vertx(),
            new RedisConfig(
                REDIS.url(),
                null,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                256),
            new Random(1));
    while (!link.isUp()) {
      pause();
    }
    room = new ChatRoom(VERTX, POSTGRES, PATIENT, Optional.of(link));
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    gate.tryComplete();
    room.close();
    link.close();
  }

  private static void pause() {
    VERTX.vertx().timer(20, TimeUnit.MILLISECONDS).await();
  }

  /** An answer that is being written here and has told so much. */
  private UUID writing(String text) {
    room.others().does(new FakeRooms.Step.Say(text), new FakeRooms.Step.Hold(gate.future()));
    UUID answer = room.ask(tenant, "What do cats do?", true);
    LogEntry told = room.awaitEntry(tenant, answer, "delta");
    while (kept(answer) < told.seq()) {
      pause();
    }
    return answer;
  }

  private int kept(UUID answer) {
    Request length = Request.cmd(Command.LLEN).arg("groundwire:answer:" + answer + ":0");
    return Objects.requireNonNull(link.call(List.of(length)).await().getFirst().toInteger());
  }

  /** From here on the database says that a node has it whom nobody reaches. */
  private static void giveAway(UUID answer) {
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(
                tx,
                "UPDATE answer SET owner = $2, owner_term = owner_term + 1 WHERE id = $1",
                Tuple.of(answer, UUID.randomUUID())));
  }

  private static long told(UUID answer) {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT count(*) AS events FROM outbox WHERE key = $1",
                    Tuple.of(answer.toString()),
                    row -> row.getLong("events"))
                .orElseThrow());
  }

  @Test
  void endsItInsteadOfAnOwnerThatDoesNotAnswer() {
    UUID answer = writing("Cats sleep ");
    Followers.Follower ofOwner = room.follow(tenant, answer);
    giveAway(answer);
    room.cancel(tenant, answer);
    AnswerView view = room.find(tenant, answer);
    assertThat(view.state()).isEqualTo(AnswerState.CANCELLED);
    assertThat(view.text()).isEqualTo("Cats sleep ");
    assertThat(view.error()).isEmpty();
    gate.complete();
    assertThat(ChatRoom.refusal(ofOwner::all).getMessage()).contains("open it again");
    List<LogEntry> log = room.watch(tenant, answer);
    assertThat(log.getLast().type()).isEqualTo("done");
    assertThat(log.getLast().data()).contains("\"finishReason\":\"cancelled\"");
    assertThat(log.getLast().seq()).isEqualTo(2 * LogEntry.TERM);
    assertThat(log).filteredOn(entry -> entry.type().equals("done")).hasSize(1);
    assertThat(told(answer)).as("events of its end").isEqualTo(1);
  }

  @Test
  void whoHasLostItMayStoreNoOtherEnd() throws TimeoutException {
    UUID answer = writing("Cats sleep ");
    giveAway(answer);
    String successor = room.join(PATIENT);
    room.cancel(tenant, answer);
    room.leave(successor);
    gate.complete();
    room.restart(PATIENT);
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.CANCELLED);
    assertThat(told(answer)).as("events of its end").isEqualTo(1);
  }

  @Test
  void endsWhatIsNobodysAnyMore() throws TimeoutException {
    UUID answer = writing("Cats sleep ");
    giveAway(answer);
    gate.complete();
    room.restart(PATIENT);
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.QUEUED);
    room.cancel(tenant, answer);
    room.cancel(tenant, answer);
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.CANCELLED);
    assertThat(told(answer)).as("events of its end").isEqualTo(1);
  }
}
