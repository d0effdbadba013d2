package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watchers of answers that are not in memory. A log is read from the database when its watcher has
 * credit, a few at a time, and dropped when it has none: here too a watcher is only a position.
 * What another node still writes is passed on from there. Confined to the loop; reading is a story
 * of its own.
 */
final class StoredLogs {
  private static final Logger LOG = LoggerFactory.getLogger(StoredLogs.class);
  private static final int READ_AT_ONCE = 16;

  /** More than of a log in memory: each time there is credit all of it is read. */
  static final int ENTRIES_AT_ONCE = 64;

  private final AnswerLoop loop;
  private final Source source;
  private final Consumer<Runnable> stories;
  private final UUID node;
  private final Passage passage;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Set<Watch> following = new HashSet<>();
  private int reading;

  /** Where logs are read, on a virtual thread. */
  interface Source {
    /** Empty when there is no such answer. */
    Optional<StoredAnswer> find(UUID organizationId, UUID answerId);
  }

  /** To the node that writes an answer. */
  interface Passage {
    void open(UUID owner, WatchAnswer request, Watch watch, Runnable over);
  }

  /**
   * @param stories runs a task on a virtual thread
   */
  StoredLogs(
      AnswerLoop loop, Source source, Consumer<Runnable> stories, UUID node, Passage passage) {
    this.loop = loop;
    this.source = source;
    this.stories = stories;
    this.node = node;
    this.passage = passage;
  }

  /**
   * @param passesOn false for a node that passes on itself: it must know better than we do
   */
  void follow(UUID organizationId, UUID answerId, Watch watch, boolean passesOn) {
    Runnable read = () -> read(organizationId, answerId, watch, passesOn);
    following.add(watch);
    watch
        .out()
        .onCancel(() -> {
          following.remove(watch);
          waiting.remove(read);
        });
    watch.out().onCredit(() -> want(read));
    if (watch.hasCredit()) {
      want(read);
    }
  }

  int watchers() {
    return following.size();
  }

  /** Nobody is told anything more. */
  void dismiss(BusFailure why) {
    following.forEach(watch -> watch.out().fail(why));
    following.clear();
    waiting.clear();
  }

  private void want(Runnable read) {
    if (reading < READ_AT_ONCE) {
      reading++;
      read.run();
    } else {
      waiting.add(read);
    }
  }

  private void read(UUID organizationId, UUID answerId, Watch watch, boolean passesOn) {
    stories.accept(() -> {
      Runnable then = () -> fail(watch, Answers.unexpected());
      try {
        then = load(organizationId, answerId, watch, passesOn);
      } finally {
        Runnable told = then;
        loop.run(() -> tell(told));
      }
    });
  }

  /** Whatever happens, the next one has its turn. */
  private void tell(Runnable then) {
    try {
      then.run();
    } finally {
      done();
    }
  }

  private void done() {
    Runnable next = waiting.poll();
    if (next == null) {
      reading--;
    } else {
      next.run();
    }
  }

  /** On a virtual thread; what comes back is for the loop. */
  private Runnable load(UUID organizationId, UUID answerId, Watch watch, boolean passesOn) {
    try {
      StoredAnswer answer = source.find(organizationId, answerId).orElseThrow(Answers::none);
      if (answer.log().isPresent()) {
        List<LogEntry> log = answer.log().get();
        return () -> send(answerId, log, watch);
      }
      UUID owner =
          answer
              .owner()
              .filter(other -> passesOn && !other.equals(node))
              .orElseThrow(StoredLogs::endNotStored);
      return () -> passOn(owner, organizationId, answerId, watch);
    } catch (BusFailure failure) {
      return () -> fail(watch, failure);
    } catch (RuntimeException unexpected) {
      LOG.atError().addKeyValue("answer", answerId).setCause(unexpected).log("log not read");
      return () -> fail(watch, Answers.unexpected());
    }
  }

  private void fail(Watch watch, BusFailure why) {
    following.remove(watch);
    watch.out().fail(why);
  }

  private void passOn(UUID owner, UUID organizationId, UUID answerId, Watch watch) {
    if (!watch.out().isClosed()) {
      WatchAnswer rest = new WatchAnswer(organizationId, answerId, watch.read());
      passage.open(owner, rest, watch, () -> following.remove(watch));
    }
  }

  private void send(UUID answerId, List<LogEntry> log, Watch watch) {
    if (LostPart.isBehind(watch.read(), log)) {
      following.remove(watch);
      new LostPart(answerId, "lost-" + answerId).tell(watch.out(), watch.read());
      return;
    }
    List<LogEntry> rest = log.stream().filter(entry -> entry.seq() > watch.read()).toList();
    int sent = 0;
    while (watch.hasCredit() && sent < rest.size()) {
      int end = Math.min(rest.size(), sent + ENTRIES_AT_ONCE);
      watch.send(new LogEntries(rest.subList(sent, end)));
      sent = end;
    }
    if (sent == rest.size()) {
      following.remove(watch);
      watch.out().end();
    }
  }

  /** Its end met an outage of the database; the watch for orphans gives it one. */
  private static BusFailure endNotStored() {
    return new BusFailure(
        FailureCode.UNAVAILABLE,
        "The end of this answer is not stored yet. Ask again.",
        Duration.ofSeconds(1));
  }
}
