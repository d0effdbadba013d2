package dev.groundwire.chat;

import dev.groundwire.bus.chat.LogEntry;
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
  private final AnswerRepository answers = new AnswerRepository();
  private final MessageRepository messages = new MessageRepository();
  private final ConversationRepository conversations = new ConversationRepository();

  AnswerArchive(Database database, Outbox outbox, Clock clock, Supplier<UUID> ids) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
    this.ids = ids;
  }

  /** False when the answer was deleted or had ended before: then nothing was stored. */
  boolean store(EndedAnswer answer) {
    return database.inTenant(answer.tenant().organizationId(), tx -> store(tx, answer));
  }

  private boolean store(SqlConnection tx, EndedAnswer answer) {
    Instant now = Moments.now(clock);
    if (!answers.end(tx, answer, now)) {
      return false;
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
    return true;
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

  /** The log of an answer; empty inside when its end is not stored, outside when there is none. */
  Optional<Optional<List<LogEntry>>> log(UUID organizationId, UUID answerId) {
    return database.inTenant(organizationId, tx -> answers.log(tx, answerId));
  }
}
