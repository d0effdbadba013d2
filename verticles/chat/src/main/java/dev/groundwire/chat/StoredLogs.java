package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
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
 * Watchers of answers that are no longer in memory. A log is read from the database when its
 * watcher has credit, a few at a time, and dropped when it has none: here too a watcher is only a
 * position. Confined to the loop; reading is a story of its own.
 */
final class StoredLogs {
  private static final Logger LOG = LoggerFactory.getLogger(StoredLogs.class);
  private static final int READ_AT_ONCE = 16;

  /** More than of a log in memory: each time there is credit all of it is read. */
  static final int ENTRIES_AT_ONCE = 64;

  private final AnswerLoop loop;
  private final Source source;
  private final Consumer<Runnable> stories;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Set<Watch> following = new HashSet<>();
  private int reading;

  /** Where logs are read, on a virtual thread. */
  interface Source {
    /** Empty inside when the log's end is not stored, outside when there is no such answer. */
    Optional<Optional<List<LogEntry>>> log(UUID organizationId, UUID answerId);
  }

  /**
   * @param stories runs a task on a virtual thread
   */
  StoredLogs(AnswerLoop loop, Source source, Consumer<Runnable> stories) {
    this.loop = loop;
    this.source = source;
    this.stories = stories;
  }

  void follow(UUID organizationId, UUID answerId, Watch watch) {
    Runnable read = () -> read(organizationId, answerId, watch);
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

  private void read(UUID organizationId, UUID answerId, Watch watch) {
    stories.accept(() -> {
      Runnable then = () -> fail(watch, Answers.unexpected());
      try {
        then = load(organizationId, answerId, watch);
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
  private Runnable load(UUID organizationId, UUID answerId, Watch watch) {
    try {
      List<LogEntry> log =
          source
              .log(organizationId, answerId)
              .orElseThrow(Answers::none)
              .orElseThrow(StoredLogs::endNotStored);
      return () -> send(log, watch);
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

  private void send(List<LogEntry> log, Watch watch) {
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
        FailureCode.UNAVAILABLE, "The end of this answer is not stored yet. Ask again.");
  }
}
