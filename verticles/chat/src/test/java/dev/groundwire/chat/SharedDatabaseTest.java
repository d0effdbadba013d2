package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.DeleteConversation;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.StartConversation;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes on one database: what is asked of the room reaches one, then the other. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedDatabaseTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration LONG = Duration.ofHours(1);

  /** Believes for ever that it lives, and tells nobody: as one that was paused. */
  private static final ChatConfig SILENT =
      ChatRoom.sharing(LONG, LONG.multipliedBy(3), ChatRoom.LONG);

  private static final ChatConfig WATCHFUL =
      ChatRoom.sharing(Duration.ofMillis(50), Duration.ofSeconds(1), ChatRoom.LONG);

  private final Promise<Void> gate = Promise.promise();
  private final List<String> joined = new ArrayList<>();
  private ChatRoom room;
  private Tenant tenant;

  @BeforeEach
  void deploy() throws TimeoutException {
    room = new ChatRoom(VERTX, POSTGRES, SILENT);
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    gate.tryComplete();
    for (String node : joined) {
      room.leave(node);
    }
    room.close();
  }

  private void join(ChatConfig config) throws TimeoutException {
    joined.add(room.join(config));
  }

  private void holdsAfter(String text) {
    room.others()
        .does(
            new FakeRooms.Step.Say(text),
            new FakeRooms.Step.Hold(gate.future()),
            new FakeRooms.Step.Say("a lot [1]."));
  }

  @Test
  void everyNodeWatchesAndFindsEveryAnswer() throws TimeoutException {
    join(SILENT);
    holdsAfter("Cats sleep ");
    UUID answer = room.ask(tenant, "What do cats do?");
    room.others().whenHeld().await();
    List<Followers.Follower> followers = new ArrayList<>();
    for (int each = 0; each < 4; each++) {
      followers.add(room.follow(tenant, answer));
      assertThat(room.find(tenant, answer).text()).isEqualTo("Cats sleep ");
      assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.GENERATING);
    }
    gate.complete();
    List<LogEntry> log = room.watch(tenant, answer);
    assertThat(ChatRoom.text(log)).isEqualTo("Cats sleep a lot [1].");
    assertThat(followers).allSatisfy(follower -> assertThat(follower.all()).isEqualTo(log));
    assertThat(room.watch(tenant, answer, 3)).isEqualTo(log.subList(3, log.size()));
    assertThat(room.watch(tenant, answer, 3)).isEqualTo(log.subList(3, log.size()));
  }

  @Test
  void everyNodeCancelsEveryAnswer() throws TimeoutException {
    join(SILENT);
    for (int each = 0; each < 2; each++) {
      holdsAfter("Cats sleep ");
      UUID answer = room.ask(tenant, "What do cats do?");
      room.find(tenant, answer); // so that the next one of the room is the other node
      room.cancel(tenant, answer);
      assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.CANCELLED);
    }
  }

  @Test
  void passesOnALongLogToAReaderThatTakesItSlowly() throws TimeoutException {
    join(SILENT);
    FakeRooms.Step[] steps = new FakeRooms.Step[2_001];
    for (int each = 0; each < 2_000; each++) {
      steps[each] = new FakeRooms.Step.Say("w" + each + " ");
    }
    steps[2_000] = new FakeRooms.Step.Hold(gate.future());
    room.others().does(steps);
    UUID answer = room.ask(tenant, "What do cats do?");
    room.others().whenHeld().await();
    Followers.Follower here = room.follow(tenant, answer, 0, 0);
    Followers.Follower there = room.follow(tenant, answer, 0, 0);
    gate.complete();
    List<LogEntry> log = room.watch(tenant, answer);
    here.grant(5_000);
    there.grant(5_000);
    assertThat(here.all()).isEqualTo(log);
    assertThat(there.all()).isEqualTo(log);
  }

  @Test
  void anOwnerThatWasTakenForGoneWritesNoSecondEnd() throws TimeoutException {
    holdsAfter("Cats sleep ");
    AnswerStarted started = room.started(tenant, "What do cats do?", true);
    UUID answer = started.answerId();
    room.others().whenHeld().await();
    Followers.Follower ofOwner = room.follow(tenant, answer);
    join(WATCHFUL);
    while (!room.find(tenant, answer).state().isEnd()) {
      VERTX.vertx().timer(20, TimeUnit.MILLISECONDS).await();
    }
    gate.complete();
    assertThat(ChatRoom.refusal(ofOwner::all).getMessage()).contains("open it again");
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.FAILED);
    for (int each = 0; each < 2; each++) {
      assertThat(ChatRoom.types(room.watch(tenant, answer, ofOwner.entries().getLast().seq())))
          .containsExactly("status", "error");
    }
    assertThat(finished(answer)).isEqualTo(1);
  }

  private static long finished(UUID answer) {
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
  void leavesAloneWhatItsOwnerStillHas() throws TimeoutException {
    room.restart(WATCHFUL);
    join(WATCHFUL);
    join(WATCHFUL);
    gate.tryComplete();
    for (int each = 0; each < 30; each++) {
      UUID answer = room.ask(tenant, "What do cats do?");
      assertThat(room.watch(tenant, answer).getLast().type()).isEqualTo("done");
    }
  }

  @Test
  void forgetsADeletedConversationOnEveryNode() throws TimeoutException {
    join(SILENT);
    List<UUID> answers = new ArrayList<>();
    UUID conversation =
        room.ask(ChatBus.START_CONVERSATION, new StartConversation(tenant, "Cats")).id();
    for (int each = 0; each < 2; each++) {
      answers.add(room.say(tenant, conversation, "What do cats do?"));
      room.watch(tenant, answers.getLast());
      room.find(tenant, answers.getLast());
    }
    room.ask(
        ChatBus.DELETE_CONVERSATION, new DeleteConversation(tenant.organizationId(), conversation));
    for (UUID answer : answers) {
      while (isWatchable(answer)) {
        VERTX.vertx().timer(20, TimeUnit.MILLISECONDS).await();
      }
    }
  }

  private boolean isWatchable(UUID answer) {
    boolean isAnywhere = false;
    for (int each = 0; each < 2; each++) {
      try {
        room.watch(tenant, answer);
        isAnywhere = true;
      } catch (BusFailure gone) {
        assertThat(gone.code()).isEqualTo(FailureCode.NOT_FOUND);
      }
    }
    return isAnywhere;
  }
}
