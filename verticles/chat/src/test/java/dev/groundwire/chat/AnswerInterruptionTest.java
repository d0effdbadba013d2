package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.refusal;
import static dev.groundwire.chat.ChatRoom.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnswerInterruptionTest {
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

  private UUID askHeld(FakeRooms.Step... steps) {
    room.others().does(steps);
    UUID answer = room.ask(tenant, "What do cats do?");
    room.others().whenHeld().await();
    if (List.of(steps).stream().anyMatch(FakeRooms.Step.Say.class::isInstance)) {
      room.awaitEntry(tenant, answer, "delta");
    }
    return answer;
  }

  private FakeRooms.Step hold() {
    return new FakeRooms.Step.Hold(gate.future());
  }

  private void assertCancelled(UUID answer, String text) {
    List<LogEntry> log = room.watch(tenant, answer);
    assertThat(log.getLast().type()).isEqualTo("done");
    assertThat(log.getLast().data()).contains("\"finishReason\":\"cancelled\"");
    assertThat(log.stream().filter(LogEntry::isTerminal)).hasSize(1);
    AnswerView view = room.find(tenant, answer);
    assertThat(view.state()).isEqualTo(AnswerState.CANCELLED);
    assertThat(view.text()).isEqualTo(text).isEqualTo(text(log));
  }

  private UUID holdTheOnlyTurn() throws TimeoutException {
    room.restart(ChatRoom.config(1, 100, ChatRoom.LONG, ChatRoom.LONG));
    room.others().searchesAfter(gate.future());
    return askHeld();
  }

  @Test
  void cancelsWhileItWaitsForItsTurn() throws TimeoutException {
    holdTheOnlyTurn();
    UUID waiting = room.ask(tenant, "What do dogs do?");
    assertThat(room.awaitEntry(tenant, waiting, "status").data())
        .isEqualTo("{\"state\":\"queued\",\"position\":1,\"answerId\":\"" + waiting + "\"}");
    room.cancel(tenant, waiting);
    assertCancelled(waiting, "");
    assertThat(room.others().searches()).hasSize(1);
  }

  @Test
  void givesTheTurnToTheNextAfterACancellation() throws TimeoutException {
    UUID first = holdTheOnlyTurn();
    UUID second = room.ask(tenant, "What do dogs do?");
    UUID third = room.ask(tenant, "What do birds do?");
    room.others().says("They sing.");
    room.cancel(tenant, second);
    room.cancel(tenant, first);
    gate.complete();
    assertThat(text(room.watch(tenant, third))).isEqualTo("They sing.");
    assertThat(room.others().searches()).hasSize(2);
  }

  @Test
  void tellsThatItMovesUp() throws TimeoutException {
    UUID first = holdTheOnlyTurn();
    UUID second = room.ask(tenant, "What do dogs do?");
    UUID third = room.ask(tenant, "What do birds do?");
    Followers.Follower follower = room.follow(tenant, third);
    follower.awaitEntry(entry -> entry.data().contains("\"position\":2"));
    room.cancel(tenant, second);
    follower.awaitEntry(entry -> entry.data().contains("\"position\":1"));
    gate.complete();
    assertThat(follower.all().getLast().type()).isEqualTo("done");
    assertThat(room.watch(tenant, first).getLast().type()).isEqualTo("done");
  }

  @Test
  void cancelsWhileItWaitsForAModel() {
    room.others().does(new FakeRooms.Step.Queue(3), new FakeRooms.Step.Queue(2), hold());
    UUID answer = room.ask(tenant, "What do cats do?");
    room.awaitEntry(tenant, answer, entry -> entry.data().contains("\"position\":2"));
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.QUEUED);
    room.cancel(tenant, answer);
    assertCancelled(answer, "");
    room.others().whenCancelled().await();
    assertThat(room.find(tenant, answer).usage()).contains(new TokenUsage(0, 0));
  }

  @Test
  void cancelsWhileItSearches() {
    room.others().searchesAfter(gate.future());
    UUID answer = askHeld();
    room.cancel(tenant, answer);
    assertCancelled(answer, "");
  }

  @Test
  void cancelsBeforeTheFirstToken() {
    UUID answer = askHeld(hold());
    room.cancel(tenant, answer);
    assertCancelled(answer, "");
    room.others().whenCancelled().await();
    assertThat(room.others().cancelled()).isEqualTo(room.others().generations());
    assertThat(room.find(tenant, answer).usage().orElseThrow().promptTokens()).isPositive();
  }

  @Test
  void keepsWhatWasWrittenBeforeTheCancellation() {
    UUID answer = askHeld(new FakeRooms.Step.Say("Cats "), hold());
    room.cancel(tenant, answer);
    assertCancelled(answer, "Cats ");
    room.others().whenCancelled().await();
    assertThat(room.find(tenant, answer).usage().orElseThrow())
        .matches(usage -> usage.promptTokens() > 0 && usage.completionTokens() == 2);
  }

  @Test
  void cancelsWhatHasEndedWithoutHarm() {
    UUID answer = room.ask(tenant, "What do cats do?");
    List<LogEntry> log = room.watch(tenant, answer);
    room.cancel(tenant, answer);
    assertThat(room.watch(tenant, answer)).isEqualTo(log);
    assertThat(room.find(tenant, answer).state()).isEqualTo(AnswerState.COMPLETED);
  }

  @Test
  void cancelsWhatNobodyWatches() throws TimeoutException {
    room.restart(ChatRoom.config(8, 100, Duration.ofSeconds(1), ChatRoom.LONG));
    room.others().does(new FakeRooms.Step.Say("Cats "), hold());
    UUID answer = room.ask(tenant, "What do cats do?");
    room.awaitEntry(tenant, answer, "delta");
    // Not watched until the generation was cancelled: a watcher would keep it alive.
    room.others().whenCancelled().await();
    assertCancelled(answer, "Cats ");
  }

  @Test
  void keepsGoingUnwatchedWhereTheAskerWantsIt() throws TimeoutException {
    room.restart(ChatRoom.config(8, 100, Duration.ofSeconds(1), ChatRoom.LONG));
    room.others().does(new FakeRooms.Step.Say("Cats "), hold(), new FakeRooms.Step.Say("sleep."));
    UUID keeping = room.ask(tenant, "What do cats do?", true);
    UUID other = room.ask(tenant, "What do dogs do?", false);
    room.awaitEntry(tenant, other, "delta");
    room.others().whenCancelled().await();
    gate.complete();
    assertThat(text(room.watch(tenant, keeping))).isEqualTo("Cats sleep.");
  }

  @Test
  void searchesAgainWhenTooManyDo() {
    room.others().refusesToSearch(2);
    UUID answer = room.ask(tenant, "What do cats do?");
    assertThat(text(room.watch(tenant, answer))).isEqualTo("Cats sleep [1].");
    assertThat(room.others().searches()).hasSize(3);
  }

  @Test
  void cancelsBetweenTwoSearches() {
    room.others().refusesToSearch(Integer.MAX_VALUE);
    UUID answer = room.ask(tenant, "What do cats do?");
    room.awaitEntry(tenant, answer, "status");
    room.cancel(tenant, answer);
    assertThat(room.watch(tenant, answer).getLast().data()).contains("cancelled");
  }

  @Test
  void tellsThatTheSearchFailed() {
    room.others().failsToSearch(new BusFailure(FailureCode.UNAVAILABLE, "Search is not ready."));
    UUID answer = room.ask(tenant, "What do cats do?");
    assertThat(room.watch(tenant, answer).getLast())
        .extracting(LogEntry::type, LogEntry::data)
        .containsExactly(
            "error",
            "{\"type\":\"urn:groundwire:problem:unavailable\",\"title\":\"Service Unavailable\","
                + "\"status\":503,\"detail\":\"Search is not ready.\","
                + "\"instance\":\"/api/v1/answers/"
                + answer
                + "\",\"requestId\":\"request-1\"}");
    assertThat(room.find(tenant, answer))
        .extracting(AnswerView::state, view -> view.error().orElse(""))
        .containsExactly(AnswerState.FAILED, "Search is not ready.");
  }

  @Test
  void keepsWhatWasWrittenBeforeAFailure() {
    room.others()
        .does(
            new FakeRooms.Step.Say("Cats "),
            new FakeRooms.Step.Fail(
                new BusFailure(FailureCode.UPSTREAM_FAILED, "The provider broke off.")));
    UUID answer = room.ask(tenant, "What do cats do?");
    List<LogEntry> log = room.watch(tenant, answer);
    assertThat(log.getLast().type()).isEqualTo("error");
    assertThat(room.find(tenant, answer).text()).isEqualTo("Cats ").isEqualTo(text(log));
  }

  @Test
  void saysWhenAModelThatRefusedMayBeAskedAgain() {
    room.others()
        .does(
            new FakeRooms.Step.Fail(
                new BusFailure(
                    FailureCode.RATE_LIMITED, "Too many tokens.", Duration.ofMillis(2_100))));
    UUID answer = room.ask(tenant, "What do cats do?");
    assertThat(room.watch(tenant, answer).getLast().data())
        .contains("\"status\":429")
        .endsWith(",\"requestId\":\"request-1\",\"retryAfter\":3}");
    assertThat(room.find(tenant, answer).usage()).contains(new TokenUsage(0, 0));
  }

  @Test
  void refusesMoreThanItCanKeep() throws TimeoutException {
    room.restart(ChatRoom.config(1, 2, ChatRoom.LONG, ChatRoom.LONG));
    askHeld(hold());
    room.ask(tenant, "What do dogs do?");
    BusFailure refusal = refusal(() -> room.ask(tenant, "What do birds do?"));
    assertThat(refusal.code()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(refusal.retryAfter()).isPresent();
  }

  @Test
  void makesRoomWhenAnAnswerHasEnded() throws TimeoutException {
    room.restart(ChatRoom.config(1, 1, ChatRoom.LONG, ChatRoom.LONG));
    for (int asked = 0; asked < 3; asked++) {
      UUID answer = room.ask(tenant, "What do cats do?");
      assertThat(room.watch(tenant, answer).getLast().type()).isEqualTo("done");
      room.find(tenant, answer);
    }
  }

  @Test
  void endsAnswersWithAnErrorWhenTheServerStops() throws TimeoutException {
    room.restart(ChatRoom.config(8, 100, ChatRoom.LONG, Duration.ofSeconds(3)));
    UUID answer = askHeld(new FakeRooms.Step.Say("Cats "), hold());
    room.restart();
    assertThat(room.watch(tenant, answer).getLast().data())
        .contains("The server stopped while this answer was written. Ask again.");
    assertThat(room.find(tenant, answer).text()).isEqualTo("Cats ");
  }
}
