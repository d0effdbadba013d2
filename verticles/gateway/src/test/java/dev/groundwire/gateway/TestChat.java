package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerLogRead;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.ConversationFound;
import dev.groundwire.bus.chat.ConversationView;
import dev.groundwire.bus.chat.ConversationsListed;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.ReadAnswerLog;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The chat room of tests: conversations in memory, answers with logs that the test writes. */
final class TestChat {
  /** Bounded as the chat room's are, so that a late reader does not get all at once. */
  private static final int ENTRIES_A_READ = 8;

  final List<StartAnswer> asked = new CopyOnWriteArrayList<>();

  /** What every new answer's log begins with. */
  volatile List<LogEntry> script = List.of();

  private final Map<UUID, UUID> conversations = new ConcurrentHashMap<>();
  private final Map<UUID, Log> answers = new ConcurrentHashMap<>();

  Future<?> start(Bus bus) {
    return Future.all(
        List.of(
            bus.answer(
                ChatBus.START_CONVERSATION,
                8,
                begin -> {
                  UUID id = UUID.randomUUID();
                  conversations.put(id, begin.tenant().organizationId());
                  return view(id, begin.title());
                }),
            bus.answer(
                ChatBus.LIST_CONVERSATIONS,
                8,
                list -> new ConversationsListed(List.of(), Optional.empty())),
            bus.answer(
                ChatBus.FIND_CONVERSATION,
                8,
                find -> {
                  own(conversations.get(find.conversationId()), find.organizationId());
                  return new ConversationFound(view(find.conversationId(), "title"), List.of());
                }),
            bus.answer(
                ChatBus.DELETE_CONVERSATION,
                8,
                delete -> {
                  own(conversations.get(delete.conversationId()), delete.organizationId());
                  return new Done();
                }),
            bus.answer(ChatBus.START_ANSWER, 8, this::ask),
            bus.answer(
                ChatBus.FIND_ANSWER,
                8,
                find -> view(find.answerId(), log(find.answerId(), find.organizationId()))),
            bus.answer(ChatBus.READ_ANSWER_LOG, 64, this::read),
            bus.answer(
                ChatBus.CANCEL_ANSWER,
                8,
                cancel -> {
                  log(cancel.answerId(), cancel.organizationId());
                  return new Done();
                })));
  }

  /** Adds to an answer's log and wakes who waits for it. */
  void append(UUID answer, LogEntry entry) {
    Log log = answers.get(answer);
    if (log == null) {
      throw new IllegalArgumentException("no answer " + answer);
    }
    log.append(entry);
  }

  private AnswerStarted ask(StartAnswer question) {
    asked.add(question);
    question
        .conversationId()
        .ifPresent(id -> own(conversations.get(id), question.organizationId()));
    UUID id = UUID.randomUUID();
    Log log = new Log(question.organizationId());
    script.forEach(log::append);
    answers.put(id, log);
    return new AnswerStarted(id);
  }

  private AnswerLogRead read(ReadAnswerLog read) {
    Log log = log(read.answerId(), read.organizationId());
    Future<Void> changed = log.changed();
    AnswerLogRead now = log.after(read.after());
    if (!now.entries().isEmpty() || now.ended() || read.waitMillis() == 0) {
      return now;
    }
    // Not await(time): a timeout there leaves the context of this verticle suspended for ever.
    changed.timeout(read.waitMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty().await();
    return log.after(read.after());
  }

  private Log log(UUID answer, UUID organization) {
    Log log = answers.get(answer);
    own(log == null ? null : log.organization, organization);
    return Objects.requireNonNull(log);
  }

  private static void own(@Nullable UUID owner, UUID organization) {
    if (!organization.equals(owner)) {
      throw new BusFailure(FailureCode.NOT_FOUND, "There is no such thing.");
    }
  }

  private static ConversationView view(UUID id, String title) {
    return new ConversationView(id, title, TestRooms.THEN, TestRooms.THEN);
  }

  private static AnswerView view(UUID id, Log log) {
    return new AnswerView(
        id,
        Optional.empty(),
        log.state(),
        "question",
        "text",
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TestRooms.THEN);
  }

  private static final class Log {
    private final UUID organization;
    private final List<LogEntry> entries = new CopyOnWriteArrayList<>();
    private Promise<Void> change = Promise.promise();

    Log(UUID organization) {
      this.organization = organization;
    }

    synchronized void append(LogEntry entry) {
      entries.add(entry);
      Promise<Void> done = change;
      change = Promise.promise();
      done.complete();
    }

    synchronized Future<Void> changed() {
      return change.future();
    }

    synchronized AnswerState state() {
      if (!isEnded()) {
        return AnswerState.GENERATING;
      }
      boolean failed = entries.getLast().type().equals("error");
      return failed ? AnswerState.FAILED : AnswerState.COMPLETED;
    }

    private boolean isEnded() {
      return !entries.isEmpty() && entries.getLast().isTerminal();
    }

    synchronized AnswerLogRead after(long seq) {
      List<LogEntry> later =
          entries.stream().filter(entry -> entry.seq() > seq).limit(ENTRIES_A_READ).toList();
      boolean all = later.size() < ENTRIES_A_READ || later.getLast().equals(entries.getLast());
      return new AnswerLogRead(later, all && isEnded());
    }
  }
}
