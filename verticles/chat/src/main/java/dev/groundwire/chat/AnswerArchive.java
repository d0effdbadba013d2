package dev.groundwire.chat;

import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.event.AnswerEvents;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Stores how answers ended: the answer with its whole log, its message, and the event. */
final class AnswerArchive {
  private final Database database;
  private final Outbox outbox;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final UUID node;
  private final AnswerRepository answers = new AnswerRepository();
  private final MessageRepository messages = new MessageRepository();
  private final ConversationRepository conversations = new ConversationRepository();

  /** What became of storing an end. */
  enum Outcome {
    STORED("answer ended"),
    /** It was deleted, or had ended before. */
    NOT_WANTED("answer ended after its deletion"),
    TAKEN("answer ended after another node had taken it over");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * @param node whose answers it stores: those that another node has by now are not touched
   */
  AnswerArchive(Database database, Outbox outbox, Clock clock, Supplier<UUID> ids, UUID node) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
    this.ids = ids;
    this.node = node;
  }

  /** Nothing is stored of an answer that was deleted, had ended before, or is another node's. */
  Outcome store(EndedAnswer answer) {
    return database.inTenant(answer.tenant().organizationId(), tx -> store(tx, answer));
  }

  private Outcome store(SqlConnection tx, EndedAnswer answer) {
    Instant now = Moments.now(clock);
    if (!answers.end(tx, answer, node, now)) {
      return answers.isOf(tx, answer.id(), node, answer.term())
          ? Outcome.NOT_WANTED
          : Outcome.TAKEN;
    }
    answer.conversationId().ifPresent(conversation -> addMessage(tx, answer, conversation, now));
    outbox.append(
        tx,
        AnswerEvents.FINISHED,
        answer.tenant(),
        answer.id(),
        new AnswerEvents.Finished(
            answer.id(),
            answer.outcome(),
            answer.model(),
            answer.usage().promptTokens(),
            answer.usage().completionTokens()),
        answer.requestId());
    return Outcome.STORED;
  }

  private void addMessage(SqlConnection tx, EndedAnswer answer, UUID conversation, Instant now) {
    messages.add(
        tx,
        answer.tenant().organizationId(),
        conversation,
        new MessageView(
            ids.get(),
            MessageRepository.ASSISTANT,
            answer.text(),
            Optional.of(answer.id()),
            List.of(),
            answer.citations(),
            Optional.of(answer.outcome()),
            now));
    conversations.use(tx, conversation, now, "");
  }

  /** An answer as it is read by its watchers; empty when there is none. */
  Optional<StoredAnswer> find(UUID organizationId, UUID answerId) {
    return database.inTenant(organizationId, tx -> answers.stored(tx, answerId));
  }
}
