package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.refusal;
import static dev.groundwire.chat.ChatRoom.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchersTest {
  /** More than what a watcher may take in all that it is sent without giving credit. */
  private static final int MANY = 64 * StoredLogs.ENTRIES_AT_ONCE + 500;

  private static final int WINDOW = 64;

  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private final Promise<Void> gate = Promise.promise();
  private ChatRoom room;
  private Tenant tenant;

  @BeforeEach
  void deploy() throws TimeoutException {
    room = new ChatRoom(VERTX, POSTGRES);
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    gate.tryComplete();
    room.close();
  }

  private static FakeRooms.Step[] pieces(int count) {
    return IntStream.range(0, count)
        .mapToObj(piece -> new FakeRooms.Step.Say(piece % 7 == 0 ? "é \"" + piece : "w "))
        .toArray(FakeRooms.Step[]::new);
  }

  private FakeRooms.Step[] heldAfter(int before, FakeRooms.Step... then) {
    List<FakeRooms.Step> steps = new ArrayList<>(List.of(pieces(before)));
    steps.add(new FakeRooms.Step.Hold(gate.future()));
    steps.addAll(List.of(then));
    return steps.toArray(FakeRooms.Step[]::new);
  }

  @Test
  void givesWatchersOfAllPacesTheSame() {
    room.others().does(heldAfter(300, pieces(300)));
    UUID answer = room.ask(tenant, "What do cats do?");
    List<Followers.Follower> watchers = new ArrayList<>();
    for (int watcher = 0; watcher < 60; watcher++) {
      watchers.add(room.follow(tenant, answer, watcher * 3L, watcher % 3));
    }
    room.others().whenHeld().await();
    gate.complete();
    List<LogEntry> all = room.watch(tenant, answer);
    for (Followers.Follower watcher : watchers) {
      watcher.grant(1_000);
    }
    for (int watcher = 0; watcher < 60; watcher++) {
      assertThat(watchers.get(watcher).all()).isEqualTo(all.subList(watcher * 3, all.size()));
    }
    assertThat(text(all)).isEqualTo(room.find(tenant, answer).text());
  }

  @Test
  void keepsNothingForAWatcherWithoutCredit() {
    room.others().does(heldAfter(300, pieces(300)));
    UUID answer = room.ask(tenant, "What do cats do?");
    Followers.Follower slow = room.follow(tenant, answer, 0, 0);
    gate.complete();
    List<LogEntry> all = room.watch(tenant, answer);
    assertThat(slow.items()).isLessThanOrEqualTo(WINDOW);
    int before = slow.items();
    slow.grant(1_000);
    assertThat(slow.all()).isEqualTo(all);
    assertThat(slow.items() - before)
        .as("told together")
        .isLessThanOrEqualTo(Math.ceilDiv(all.size(), Watches.ENTRIES_AT_ONCE) + 1);
  }

  @Test
  void givesALateWatcherWithoutCreditOnlyAWindowOfALog() {
    room.others().does(pieces(WINDOW * Watches.ENTRIES_AT_ONCE + 500));
    UUID answer = room.ask(tenant, "What do cats do?");
    List<LogEntry> all = room.watch(tenant, answer);
    Followers.Follower late = room.follow(tenant, answer, 0, 0);
    late.awaitEntry(entry -> entry.seq() == WINDOW * Watches.ENTRIES_AT_ONCE);
    assertThat(late.items()).isEqualTo(WINDOW);
    late.grant(1_000);
    assertThat(late.all()).isEqualTo(all);
  }

  @Test
  void servesASlowWatcherFromTheStoreWhenTheMemoryIsNeeded() throws TimeoutException {
    room.restart(ChatRoom.keeping(0));
    room.others().does(pieces(MANY));
    UUID answer = room.ask(tenant, "What do cats do?");
    Followers.Follower slow = room.follow(tenant, answer, 0, 0);
    List<LogEntry> all = room.watch(tenant, answer);
    Followers.Follower late = room.follow(tenant, answer, 0, 0);
    late.awaitEntry(entry -> entry.seq() == WINDOW * StoredLogs.ENTRIES_AT_ONCE);
    assertThat(late.items()).isEqualTo(WINDOW);
    slow.grant(1_000);
    late.grant(1_000);
    assertThat(slow.all()).isEqualTo(all);
    assertThat(late.all()).isEqualTo(all);
  }

  @Test
  void resumesAnywhereWhileItIsWritten() {
    room.others().does(heldAfter(30, pieces(5)));
    UUID answer = room.ask(tenant, "What do cats do?");
    room.awaitEntry(tenant, answer, entry -> entry.seq() == 34);
    List<Followers.Follower> resumed = new ArrayList<>();
    for (int after = 0; after <= 34; after++) {
      resumed.add(room.follow(tenant, answer, after, 1));
    }
    gate.complete();
    List<LogEntry> all = room.watch(tenant, answer);
    for (int after = 0; after <= 34; after++) {
      assertThat(resumed.get(after).all()).isEqualTo(all.subList(after, all.size()));
    }
  }

  @Test
  void letsSlowWatchersGoWhenItStops() throws TimeoutException {
    room.restart(ChatRoom.keeping(0));
    room.others().does(pieces(MANY));
    UUID answer = room.ask(tenant, "What do cats do?");
    List<LogEntry> all = room.watch(tenant, answer);
    Followers.Follower slow = room.follow(tenant, answer, 0, 0);
    slow.awaitEntry(entry -> entry.seq() == WINDOW * StoredLogs.ENTRIES_AT_ONCE);
    room.restart();
    BusFailure failure = refusal(slow::all);
    assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
    long seen = slow.entries().getLast().seq();
    assertThat(room.watch(tenant, answer, seen)).isEqualTo(all.subList((int) seen, all.size()));
  }
}
