package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.refusal;
import static dev.groundwire.chat.ChatRoom.text;
import static dev.groundwire.chat.ChatRoom.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnswerStreamTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private ChatRoom room;
  private Tenant tenant;

  @BeforeEach
  void deploy() throws TimeoutException {
    room = new ChatRoom(VERTX, POSTGRES);
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    room.close();
  }

  @Test
  void tellsTheWholeStoryInOrder() {
    room.others().says("Cats sl", "eep [", "1]. Dogs bark [1, 2].");
    UUID answer = room.ask(tenant, "What do cats do?");
    List<LogEntry> log = room.watch(tenant, answer);
    assertThat(log)
        .extracting(LogEntry::seq)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    assertThat(types(log))
        .containsExactly(
            "status",
            "status",
            "sources",
            "status",
            "delta",
            "delta",
            "delta",
            "citation",
            "citation",
            "citation",
            "done");
    assertThat(log)
        .extracting(LogEntry::data)
        .contains(
            "{\"state\":\"queued\",\"answerId\":\"" + answer + "\"}",
            "{\"state\":\"generating\",\"model\":\"fake-model\",\"answerId\":\"" + answer + "\"}",
            "{\"text\":\"eep [\"}",
            "{\"n\":1,\"at\":11}",
            "{\"n\":1,\"at\":26}",
            "{\"n\":2,\"at\":26}",
            "{\"answerId\":\""
                + answer
                + "\",\"finishReason\":\"stop\",\"usage\":{\"promptTokens\":120,"
                + "\"completionTokens\":7},\"model\":\"fake-model\"}");
  }

  @Test
  void namesDocumentPageAndRangeOfItsSources() {
    List<LogEntry> log = room.watch(tenant, room.ask(tenant, "What do cats do?"));
    assertThat(log.get(2).data())
        .startsWith("{\"sources\":[{\"n\":1,\"documentId\":\"")
        .contains("\"documentName\":\"a.md\",\"page\":3,\"start\":40,\"end\":57")
        .contains("\"n\":2");
  }

  @Test
  void givesTheSameBytesFromEverySequenceNumberNowAndForEver() throws TimeoutException {
    room.others().says("One 🎉", " [1]", " two [2", "]", " three.");
    UUID answer = room.ask(tenant, "What do cats do?");
    List<LogEntry> live = room.watch(tenant, answer);
    for (int after = 0; after <= live.size(); after++) {
      assertThat(room.watch(tenant, answer, after)).isEqualTo(live.subList(after, live.size()));
    }
    room.restart();
    for (int after = 0; after <= live.size(); after++) {
      assertThat(room.watch(tenant, answer, after)).isEqualTo(live.subList(after, live.size()));
    }
    assertThat(room.find(tenant, answer).text())
        .isEqualTo(text(live))
        .isEqualTo("One 🎉 [1] two [2] three.");
  }

  @Test
  void tellsAndStoresWhichSentenceWasQuoted() throws TimeoutException {
    room.others()
        .does(new FakeRooms.Step.Say("Cats sleep [1].", List.of(new Quotation(1, 11, 5, 10))));
    UUID answer = room.ask(tenant, "What do cats do?");
    List<LogEntry> log = room.watch(tenant, answer);
    AnswerView view = room.find(tenant, answer);
    int start = view.sources().getFirst().start();
    Citation citation = new Citation(1, 11, Optional.of(start + 5), Optional.of(start + 10));
    assertThat(view.citations()).containsExactly(citation);
    assertThat(log)
        .filteredOn(entry -> entry.type().equals("citation"))
        .extracting(entry -> RecordJson.read(entry.data(), Citation.class))
        .containsExactly(citation);
  }

  @Test
  void leavesOutASentenceThatIsNotKnown() throws TimeoutException {
    UUID answer = room.ask(tenant, "What do cats do?");
    assertThat(room.watch(tenant, answer))
        .filteredOn(entry -> entry.type().equals("citation"))
        .extracting(LogEntry::data)
        .containsExactly("{\"n\":1,\"at\":11}");
  }

  @Test
  void storesTheAnswerBeforeItTellsTheEnd() throws TimeoutException {
    UUID answer = room.ask(tenant, "What do cats do?");
    assertThat(room.watch(tenant, answer).getLast().type()).isEqualTo("done");
    AnswerView view = room.find(tenant, answer);
    assertThat(view.state()).isEqualTo(AnswerState.COMPLETED);
    assertThat(view.text()).isEqualTo("Cats sleep [1].");
    assertThat(view.citations()).containsExactly(new Citation(1, 11));
    assertThat(view.sources()).hasSize(2);
    assertThat(view.usage()).contains(FakeRooms.USAGE);
    assertThat(events(answer)).containsExactly("answer.finished.v1");
  }

  private static List<String> events(UUID answer) {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.list(
                tx,
                "SELECT type FROM outbox WHERE key = $1",
                Tuple.of(answer.toString()),
                row -> row.getString("type")));
  }

  @Test
  void answersWithoutAModelWhenNothingIsFound() {
    room.others().finds();
    List<LogEntry> log = room.watch(tenant, room.ask(tenant, "What do cats do?"));
    assertThat(text(log)).isEqualTo("I don't know from these documents.");
    assertThat(log.getLast().data()).contains("\"finishReason\":\"stop\"");
    assertThat(room.others().generations()).isEmpty();
  }

  @Test
  void showsAnAnswerAsFarAsItIsWritten() {
    Promise<Void> gate = Promise.promise();
    room.others().does(new FakeRooms.Step.Say("Cats "), new FakeRooms.Step.Hold(gate.future()));
    UUID answer = room.ask(tenant, "What do cats do?");
    room.awaitEntry(tenant, answer, "delta");
    assertThat(room.find(tenant, answer))
        .extracting(AnswerView::state, AnswerView::text)
        .containsExactly(AnswerState.GENERATING, "Cats ");
    gate.complete();
    assertThat(room.watch(tenant, answer).getLast().type()).isEqualTo("done");
  }

  @Test
  void hidesAnswersFromOtherOrganizations() throws TimeoutException {
    Tenant stranger = POSTGRES.newTenant();
    Promise<Void> gate = Promise.promise();
    room.others().does(new FakeRooms.Step.Hold(gate.future()));
    UUID live = room.ask(tenant, "What do cats do?");
    room.others().whenHeld().await();
    assertHidden(stranger, live);
    gate.complete();
    room.watch(tenant, live);
    room.restart();
    assertHidden(stranger, live);
  }

  private void assertHidden(Tenant stranger, UUID answer) {
    assertThat(
            List.of(
                refusal(() -> room.find(stranger, answer)).code(),
                refusal(() -> room.watch(stranger, answer)).code(),
                refusal(() -> room.cancel(stranger, answer)).code()))
        .containsOnly(FailureCode.NOT_FOUND);
  }

  @Test
  void refusesQuestionsToAWorkspaceOfOthers() {
    Tenant stranger = POSTGRES.newTenant();
    Tenant mixed = new Tenant(tenant.organizationId(), stranger.workspaceId());
    assertThat(refusal(() -> room.ask(mixed, "What do cats do?")).code())
        .isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void refusesAQuestionThatNoDatabaseCanHold() {
    assertThat(refusal(() -> room.ask(tenant, "What\0?")).code())
        .isEqualTo(FailureCode.INVALID_REQUEST);
  }
}
