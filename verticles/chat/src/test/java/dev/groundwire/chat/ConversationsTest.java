package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.ConversationFound;
import dev.groundwire.bus.chat.ConversationView;
import dev.groundwire.bus.chat.ConversationsListed;
import dev.groundwire.bus.chat.DeleteConversation;
import dev.groundwire.bus.chat.FindConversation;
import dev.groundwire.bus.chat.ListConversations;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.chat.StartConversation;
import dev.groundwire.bus.llm.PromptMessage;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConversationsTest {
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

  private UUID start(String title) {
    return room.ask(ChatBus.START_CONVERSATION, new StartConversation(tenant, title)).id();
  }

  private ConversationFound find(Tenant asker, UUID id) {
    return room.ask(ChatBus.FIND_CONVERSATION, new FindConversation(asker.organizationId(), id));
  }

  private ConversationsListed list(int limit, Optional<String> cursor) {
    return room.ask(
        ChatBus.LIST_CONVERSATIONS, new ListConversations(tenant, new Page(limit, cursor)));
  }

  private void delete(Tenant asker, UUID id) {
    room.ask(ChatBus.DELETE_CONVERSATION, new DeleteConversation(asker.organizationId(), id));
  }

  private void sayAndWait(UUID conversation, String question) {
    room.watch(tenant, room.say(tenant, conversation, question));
  }

  @Test
  void keepsQuestionsAndAnswersInOrder() {
    UUID conversation = start("Animals");
    sayAndWait(conversation, "What do cats do?");
    sayAndWait(conversation, "And what do big dogs do at night?");
    List<MessageView> messages = find(tenant, conversation).messages();
    assertThat(messages)
        .extracting(MessageView::role)
        .containsExactly("user", "assistant", "user", "assistant");
    assertThat(messages.get(1).content()).isEqualTo("Cats sleep [1].");
    assertThat(messages.get(1).sources()).hasSize(2);
    assertThat(messages.get(1).answerId()).isPresent();
  }

  @Test
  void takesItsTitleFromTheFirstQuestion() {
    UUID conversation = start("");
    sayAndWait(conversation, "What do cats do?");
    sayAndWait(conversation, "What do dogs do?");
    assertThat(find(tenant, conversation).conversation().title()).isEqualTo("What do cats do?");
  }

  @Test
  void listsTheLastUsedFirstInPages() {
    List<UUID> started = new ArrayList<>();
    for (int at = 0; at < 5; at++) {
      started.add(start("Conversation " + at));
    }
    sayAndWait(started.getFirst(), "What do cats do?");
    List<UUID> listed = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ConversationsListed page = list(2, cursor);
      page.items().stream().map(ConversationView::id).forEach(listed::add);
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    assertThat(listed)
        .containsExactly(
            started.get(0), started.get(4), started.get(3), started.get(2), started.get(1));
  }

  @Test
  void refusesACursorThatNoListGave() {
    assertThat(refusal(() -> list(2, Optional.of("nonsense"))).code())
        .isEqualTo(FailureCode.INVALID_REQUEST);
  }

  @Test
  void deletesWithMessagesAndAnswers() {
    UUID conversation = start("");
    UUID answer = room.say(tenant, conversation, "What do cats do?");
    room.watch(tenant, answer);
    delete(tenant, conversation);
    assertThat(refusal(() -> find(tenant, conversation)).code()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(refusal(() -> room.find(tenant, answer)).code()).isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void cancelsWhatIsBeingWrittenWhenItIsDeleted() {
    Promise<Void> gate = Promise.promise();
    room.others().does(new FakeRooms.Step.Hold(gate.future()));
    UUID conversation = start("");
    UUID answer = room.say(tenant, conversation, "What do cats do?");
    room.others().whenHeld().await();
    Followers.Follower watcher = room.follow(tenant, answer);
    watcher.awaitEntry(entry -> entry.type().equals("status"));
    delete(tenant, conversation);
    assertThat(watcher.all().getLast().data()).contains("cancelled");
    assertThat(room.others().cancelled()).hasSize(1);
    assertThat(refusal(() -> room.watch(tenant, answer)).code()).isEqualTo(FailureCode.NOT_FOUND);
    gate.complete();
  }

  @Test
  void forgetsWhatItHasInMemoryOfADeletedOne() {
    FakeRooms.Step[] more = new FakeRooms.Step[64 * Watches.ENTRIES_AT_ONCE + 500];
    Arrays.fill(more, new FakeRooms.Step.Say("w "));
    room.others().does(more);
    UUID conversation = start("");
    UUID answer = room.say(tenant, conversation, "What do cats do?");
    room.watch(tenant, answer);
    UUID kept = start("");
    room.others().says("Cats sleep [1].");
    UUID other = room.say(tenant, kept, "What do cats do?");
    List<LogEntry> others = room.watch(tenant, other);
    Followers.Follower slow = room.follow(tenant, answer, 0, 0);
    slow.awaitEntry(entry -> entry.seq() == 64L * Watches.ENTRIES_AT_ONCE);
    delete(tenant, conversation);
    assertThat(refusal(slow::all).code()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(refusal(() -> room.watch(tenant, answer)).code()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(room.watch(tenant, other)).isEqualTo(others);
  }

  @Test
  void hidesConversationsFromOtherOrganizations() {
    Tenant stranger = POSTGRES.newTenant();
    UUID conversation = start("Ours");
    assertThat(refusal(() -> find(stranger, conversation)).code()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(refusal(() -> delete(stranger, conversation)).code())
        .isEqualTo(FailureCode.NOT_FOUND);
    assertThat(refusal(() -> room.say(stranger, conversation, "What is here?")).code())
        .isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void searchesAFollowUpTogetherWithTheQuestionBefore() {
    UUID conversation = start("");
    sayAndWait(conversation, "How many vacation days do I get?");
    sayAndWait(conversation, "And when do they expire?");
    assertThat(room.others().searches().getLast().query())
        .isEqualTo("How many vacation days do I get?\nAnd when do they expire?");
    assertThat(room.others().generations().getLast().question())
        .isEqualTo("How many vacation days do I get?\nAnd when do they expire?");
  }

  @Test
  void tellsTheModelWhatWasSaidBeforeWithoutItsOldMarks() {
    UUID conversation = start("");
    sayAndWait(conversation, "What do cats do?");
    sayAndWait(conversation, "What do dogs do?");
    List<PromptMessage> prompt = room.others().generations().getLast().prompt();
    assertThat(prompt)
        .extracting(PromptMessage::role)
        .containsExactly("system", "user", "assistant", "user");
    assertThat(prompt.get(1).content()).isEqualTo("What do cats do?");
    assertThat(prompt.get(2).content()).isEqualTo("Cats sleep.");
    assertThat(prompt.getLast().content()).endsWith("Question: What do dogs do?");
  }
}
