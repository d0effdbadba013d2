package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
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

/** A node is taken for gone, and another one goes on with what Redis has of its answers. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TakeoverTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** Tells nobody that it lives, as one that hangs. */
  private static final ChatConfig SILENT = ChatRoom.sharing(HOUR, HOUR.multipliedBy(3), DRAIN);

  private static final ChatConfig WATCHFUL =
      ChatRoom.sharing(Duration.ofMillis(50), Duration.ofSeconds(1), DRAIN);

  private final Promise<Void> gate = Promise.promise();
  private RedisLink link;
  private ChatRoom room;
  private Tenant tenant;
  private Optional<String> successor = Optional.empty();

  @BeforeEach
  void deploy() throws IOException, TimeoutException {
    REDIS.server().start();
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
    room = new ChatRoom(VERTX, POSTGRES, SILENT, Optional.of(link));
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    gate.tryComplete();
    if (successor.isPresent()) {
      room.leave(successor.get());
    }
    room.close();
    link.close();
  }

  private static void pause() {
    VERTX.vertx().timer(20, TimeUnit.MILLISECONDS).await();
  }

  /** The first owner still believes that it lives; then it stops, and must change nothing. */
  private void takeOver(UUID answer) throws TimeoutException {
    join(WATCHFUL);
    while (!isStored(answer)) {
      pause();
    }
    room.restart(WATCHFUL);
  }

  private static boolean isStored(UUID answer) {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT finished_at IS NOT NULL AS is_stored FROM answer WHERE id = $1",
                    Tuple.of(answer),
                    row -> row.getBoolean("is_stored"))
                .orElseThrow());
  }

  private void join(ChatConfig config) throws TimeoutException {
    successor = Optional.of(room.join(config));
  }

  private int kept(UUID answer) {
    Request length = Request.cmd(Command.LLEN).arg("groundwire:answer:" + answer + ":0");
    try {
      return Objects.requireNonNull(link.call(List.of(length)).await().getFirst().toInteger());
    } catch (BusFailure away) {
      return -1;
    }
  }

  private void untilKept(UUID answer, int entries) {
    while (kept(answer) < entries) {
      pause();
    }
  }

  @Test
  void beginsAnewWhatHasToldNoText() throws TimeoutException {
    room.others().searchesAfter(gate.future());
    UUID answer = room.ask(tenant, "What do cats do?", true);
    room.others().whenHeld().await();
    Followers.Follower before = room.follow(tenant, answer);
    LogEntry last = before.awaitEntry(entry -> entry.data().contains("retrieving"));
    untilKept(answer, (int) last.seq());
    room.others().searchesAfter(Future.succeededFuture());
    takeOver(answer);
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.COMPLETED);
    List<LogEntry> rest = room.watch(tenant, answer, last.seq());
    assertThat(rest.getFirst().seq()).isEqualTo(LogEntry.TERM);
    assertThat(rest.getFirst().data()).contains("\"state\":\"queued\",\"takenOver\":true");
    assertThat(ChatRoom.text(rest)).isEqualTo(room.find(tenant, answer).text());
    assertThat(ChatRoom.types(rest)).endsWith("done");
    List<LogEntry> all = room.watch(tenant, answer);
    assertThat(all.subList((int) last.seq(), all.size())).isEqualTo(rest);
    assertThat(all.subList(0, (int) last.seq())).isEqualTo(before.entries());
    assertThat(ChatRoom.refusal(before::all).getMessage()).contains("open it again");
  }

  @Test
  void theEndOfAnOwnerBeforeDoesNotCountWhileAnotherWrites() throws TimeoutException {
    Promise<Void> second = Promise.promise();
    room.others().searchesAfter(gate.future());
    UUID answer = room.ask(tenant, "What do cats do?", true);
    room.others().whenHeld().await();
    Followers.Follower before = room.follow(tenant, answer);
    LogEntry last = before.awaitEntry(entry -> entry.data().contains("retrieving"));
    untilKept(answer, (int) last.seq());
    room.others().searchesAfter(second.future());
    join(WATCHFUL);
    while (room.others().searches().size() < 2) {
      pause();
    }
    gate.complete();
    assertThat(ChatRoom.refusal(before::all).getMessage()).contains("open it again");
    assertThat(isStored(answer)).isFalse();
    second.complete();
    while (!isStored(answer)) {
      pause();
    }
    room.restart(WATCHFUL);
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.COMPLETED);
    assertThat(room.watch(tenant, answer, last.seq()).getFirst().seq()).isEqualTo(LogEntry.TERM);
  }

  @Test
  void endsWhatHasToldText() throws TimeoutException {
    room.others()
        .does(
            new FakeRooms.Step.Say("Cats "),
            new FakeRooms.Step.Say("sleep [1] "),
            new FakeRooms.Step.Hold(gate.future()));
    UUID answer = room.ask(tenant, "What do cats do?", true);
    Followers.Follower before = room.follow(tenant, answer);
    LogEntry last = before.awaitEntry(entry -> entry.type().equals("citation"));
    untilKept(answer, (int) last.seq());
    takeOver(answer);
    assertThat(room.find(tenant, answer).text()).isEqualTo("Cats sleep [1] ");
    assertThat(room.find(tenant, answer).citations()).hasSize(1);
    assertThat(room.find(tenant, answer).sources()).hasSize(2);
    assertThat(ChatRoom.types(room.watch(tenant, answer, last.seq())))
        .containsExactly("status", "error");
    List<LogEntry> all = room.watch(tenant, answer);
    assertThat(all.subList(0, (int) last.seq())).isEqualTo(before.entries());
    assertThat(ChatRoom.text(all)).isEqualTo("Cats sleep [1] ");
  }

  @Test
  void aWatcherThatSawMoreThanRedisIsToldSo() throws IOException, TimeoutException {
    room.others().searchesAfter(gate.future());
    UUID answer = room.ask(tenant, "What do cats do?", true);
    room.others().whenHeld().await();
    LogEntry last = room.awaitEntry(tenant, answer, entry -> entry.data().contains("retrieving"));
    REDIS.server().kill();
    REDIS.server().start();
    while (!link.isUp()) {
      pause();
    }
    room.others().searchesAfter(Future.succeededFuture());
    takeOver(answer);
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.COMPLETED);
    List<LogEntry> told = room.watch(tenant, answer, last.seq());
    assertThat(ChatRoom.types(told)).containsExactly("error");
    assertThat(told.getFirst().seq()).isEqualTo(last.seq() + 1);
    List<LogEntry> all = room.watch(tenant, answer);
    assertThat(ChatRoom.text(all)).isEqualTo(room.find(tenant, answer).text());
  }

  @Test
  void forgetsTheLogOfAnAnswerThatHasEnded() throws TimeoutException {
    room.others().does(new FakeRooms.Step.Say("Cats "), new FakeRooms.Step.Hold(gate.future()));
    UUID answer = room.ask(tenant, "What do cats do?");
    Followers.Follower follower = room.follow(tenant, answer);
    LogEntry delta = follower.awaitEntry(entry -> entry.type().equals("delta"));
    untilKept(answer, (int) delta.seq());
    gate.complete();
    follower.all();
    while (kept(answer) > 0) {
      pause();
    }
  }

  @Test
  void writesAgainWhatRedisHasLost() throws IOException, TimeoutException {
    Promise<Void> second = Promise.promise();
    room.others()
        .does(
            new FakeRooms.Step.Say("Cats "),
            new FakeRooms.Step.Hold(gate.future()),
            new FakeRooms.Step.Say("sleep "),
            new FakeRooms.Step.Hold(second.future()));
    UUID answer = room.ask(tenant, "What do cats do?");
    Followers.Follower follower = room.follow(tenant, answer);
    LogEntry delta = follower.awaitEntry(entry -> entry.type().equals("delta"));
    untilKept(answer, (int) delta.seq());
    REDIS.server().kill();
    REDIS.server().start();
    gate.complete();
    untilKept(answer, (int) delta.seq() + 1);
    second.complete();
    follower.all();
  }

  @Test
  void aNodeThatStopsLeavesItsAnswersToAnother() throws TimeoutException {
    room.restart(WATCHFUL);
    String stopping = room.join(WATCHFUL);
    room.others().searchesAfter(gate.future());
    for (int each = 0; each < 6; each++) {
      room.ask(tenant, "What do cats do?", true);
    }
    while (room.others().searches().size() < 6) {
      pause();
    }
    List<UUID> answers = underWay();
    room.others().searchesAfter(Future.succeededFuture());
    room.leave(stopping);
    gate.complete();
    for (UUID answer : answers) {
      while (!room.find(tenant, answer).state().isEnd()) {
        pause();
      }
      assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.COMPLETED);
    }
  }

  private List<UUID> underWay() {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.list(
                tx,
                "SELECT id FROM answer WHERE organization_id = $1",
                Tuple.of(tenant.organizationId()),
                row -> row.getUUID("id")));
  }
}
