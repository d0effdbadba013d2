package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.ConversationFound;
import dev.groundwire.bus.chat.ConversationView;
import dev.groundwire.bus.chat.ConversationsListed;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Outflow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The chat room of tests: conversations in memory, answers with logs that the test writes. */
final class TestChat {
  /** Bounded as the chat room's are, so that a late reader does not get all at once. */
  private static final int ENTRIES_AN_ITEM = 2;

  final List<StartAnswer> asked = new CopyOnWriteArrayList<>();

  /** Answers, each time somebody begins to watch one. */
  final BlockingQueue<UUID> watched = new LinkedBlockingQueue<>();

  /** Answers, each time a watcher of one leaves before its end. */
  final BlockingQueue<UUID> left = new LinkedBlockingQueue<>();

  final BlockingQueue<UUID> cancelled = new LinkedBlockingQueue<>();

  /** Entries sent to watchers in all. */
  final AtomicLong sent = new AtomicLong();

  /** What every new answer's log begins with. */
  volatile List<LogEntry> script = List.of();

  private final Map<UUID, UUID> conversations = new ConcurrentHashMap<>();
  private final Map<UUID, Log> answers = new ConcurrentHashMap<>();
  private volatile @Nullable Context streams;

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
            bus.answer(
                ChatBus.CANCEL_ANSWER,
                8,
                cancel -> {
                  log(cancel.answerId(), cancel.organizationId());
                  cancelled.add(cancel.answerId());
                  return new Done();
                })));
  }

  /** On the event loop that the room's streams have. */
  Future<?> serve(Bus bus, Context eventLoop) {
    streams = eventLoop;
    return bus.serve(ChatBus.WATCH_ANSWER, 64, this::watch);
  }

  private void watch(WatchAnswer watch, Outflow<LogEntries> out) {
    Log log = log(watch.answerId(), watch.organizationId());
    Watcher watcher = new Watcher(log, out, watch.after(), sent);
    log.watchers.add(watcher);
    out.onCredit(watcher::send);
    out.onCancel(() -> {
      log.watchers.remove(watcher);
      left.add(watch.answerId());
    });
    watched.add(watch.answerId());
    watcher.send();
  }

  /** Adds to an answer's log and wakes who watches it. */
  void append(UUID answer, LogEntry entry) {
    Log log = answers.get(answer);
    if (log == null) {
      throw new IllegalArgumentException("no answer " + answer);
    }
    log.append(entry);
    Objects.requireNonNull(streams)
        .runOnContext(ignored -> List.copyOf(log.watchers).forEach(Watcher::send));
  }

  /** As when the node that writes it is gone: whoever watches it is told so. */
  void lose(UUID answer, BusFailure why) {
    Log log = Objects.requireNonNull(answers.get(answer));
    Objects.requireNonNull(streams)
        .runOnContext(ignored -> {
          log.watchers.forEach(watcher -> watcher.out.fail(why));
          log.watchers.clear();
        });
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
    return new AnswerStarted(id, Optional.empty());
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
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    Log(UUID organization) {
      this.organization = organization;
    }

    void append(LogEntry entry) {
      entries.add(entry);
    }

    AnswerState state() {
      if (!isEnded()) {
        return AnswerState.GENERATING;
      }
      boolean failed = entries.getLast().type().equals("error");
      return failed ? AnswerState.FAILED : AnswerState.COMPLETED;
    }

    private boolean isEnded() {
      return !entries.isEmpty() && entries.getLast().isTerminal();
    }
  }

  /** One reader, which gets no more than it has room for. */
  private static final class Watcher {
    private final Log log;
    private final Outflow<LogEntries> out;
    private final AtomicLong sent;
    private long after;

    Watcher(Log log, Outflow<LogEntries> out, long after, AtomicLong sent) {
      this.log = log;
      this.out = out;
      this.after = after;
      this.sent = sent;
    }

    void send() {
      boolean ended = log.isEnded();
      List<LogEntry> next = next();
      while (out.hasCredit() && !next.isEmpty()) {
        sent.addAndGet(next.size());
        after = next.getLast().seq();
        out.send(new LogEntries(next));
        next = next();
      }
      if (ended && next.isEmpty()) {
        out.end();
      }
    }

    private List<LogEntry> next() {
      return log.entries.stream()
          .filter(entry -> entry.seq() > after)
          .limit(ENTRIES_AN_ITEM)
          .toList();
    }
  }
}
