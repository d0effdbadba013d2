package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Stores questions with the rows their answers will fill. */
final class Questions {
  private final Database database;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final UUID node;
  private final int previousMessages;
  private final AnswerRepository answers = new AnswerRepository();
  private final MessageRepository messages = new MessageRepository();
  private final ConversationRepository conversations = new ConversationRepository();

  /**
   * @param node that asks here, and so owns the answers
   */
  Questions(Database database, Clock clock, Supplier<UUID> ids, UUID node, int previousMessages) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.node = node;
    this.previousMessages = previousMessages;
  }

  Question store(StartAnswer request) {
    String text = PlainText.required("question", request.question());
    return database.inTenant(request.organizationId(), tx -> store(tx, request, text));
  }

  private Question store(SqlConnection tx, StartAnswer request, String text) {
    Instant now = Moments.now(clock);
    Tenant tenant = place(tx, request);
    List<MessageView> previous =
        request
            .conversationId()
            .map(conversation -> messages.last(tx, conversation, previousMessages))
            .orElse(List.of());
    Question question =
        new Question(
            ids.get(),
            tenant,
            request.conversationId(),
            text,
            previous,
            request.model(),
            request.filter(),
            request.keepGoing(),
            request.correlationId(),
            now);
    answers.add(tx, question, node);
    request.conversationId().ifPresent(conversation -> addMessage(tx, question, conversation));
    return question;
  }

  /** As it was asked, for an answer that begins anew. */
  Question again(OrphanRepository.Orphan orphan, AskedAnswer asked) {
    List<MessageView> previous =
        orphan
            .conversationId()
            .map(conversation ->
                database.inTenant(
                    orphan.tenant().organizationId(),
                    tx -> messages.before(tx, conversation, orphan.askedAt(), previousMessages)))
            .orElse(List.of());
    return new Question(
        orphan.id(),
        orphan.tenant(),
        orphan.conversationId(),
        orphan.question(),
        previous,
        asked.model(),
        asked.filter(),
        asked.keepGoing(),
        asked.requestId(),
        orphan.askedAt());
  }

  private Tenant place(SqlConnection tx, StartAnswer request) {
    if (request.conversationId().isPresent()) {
      return conversations
          .place(tx, request.conversationId().get())
          .orElseThrow(Conversations::none);
    }
    UUID workspace = request.workspaceId().orElseThrow();
    if (!conversations.hasWorkspace(tx, workspace)) {
      throw new BusFailure(FailureCode.NOT_FOUND, "No such workspace.");
    }
    return new Tenant(request.organizationId(), workspace);
  }

  private void addMessage(SqlConnection tx, Question question, UUID conversation) {
    messages.add(
        tx,
        question.tenant().organizationId(),
        conversation,
        MessageView.question(ids.get(), question.text(), question.askedAt()));
    conversations.use(tx, conversation, question.askedAt(), Title.from(question.text()));
  }
}
