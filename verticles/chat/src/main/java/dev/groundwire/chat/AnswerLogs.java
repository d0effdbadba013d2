package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerLogRead;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.ReadAnswerLog;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Reads logs, from memory while an answer is written and from the database for ever after. */
final class AnswerLogs {
  private static final int ENTRIES_A_READ = 256;
  private static final int LONGEST_WAIT_MILLIS = 30_000;

  private final Vertx vertx;
  private final Clock clock;
  private final LiveAnswers live;
  private final AnswerArchive archive;

  AnswerLogs(Vertx vertx, Clock clock, LiveAnswers live, AnswerArchive archive) {
    this.vertx = vertx;
    this.clock = clock;
    this.live = live;
    this.archive = archive;
  }

  AnswerLogRead read(ReadAnswerLog request) {
    Optional<LiveAnswer> known = live.find(request.organizationId(), request.answerId());
    return known.isPresent() ? watch(known.get(), request) : readStored(request);
  }

  private AnswerLogRead watch(LiveAnswer answer, ReadAnswerLog request) {
    answer.watchers().arrive();
    try {
      AnswerLog log = answer.log();
      awaitGrowth(log, request);
      List<LogEntry> entries = log.after(request.after(), ENTRIES_A_READ);
      long read = entries.isEmpty() ? request.after() : entries.getLast().seq();
      return new AnswerLogRead(entries, log.hasEnded() && !log.isLongerThan(read));
    } finally {
      answer.watchers().leave(clock.millis());
    }
  }

  private void awaitGrowth(AnswerLog log, ReadAnswerLog request) {
    int wait = Math.clamp(request.waitMillis(), 0, LONGEST_WAIT_MILLIS);
    if (wait == 0 || log.isLongerThan(request.after()) || log.hasEnded() || live.isStopping()) {
      return;
    }
    Promise<Void> either = Promise.promise();
    long timer = vertx.setTimer(wait, late -> either.tryComplete());
    log.whenGrown().onComplete(grown -> either.tryComplete());
    either.future().await();
    vertx.cancelTimer(timer);
  }

  private AnswerLogRead readStored(ReadAnswerLog request) {
    List<LogEntry> log =
        archive
            .log(request.organizationId(), request.answerId())
            .orElseThrow(Answers::none)
            .orElseThrow(AnswerLogs::endNotStored);
    List<LogEntry> entries =
        log.stream().filter(entry -> entry.seq() > request.after()).limit(ENTRIES_A_READ).toList();
    return new AnswerLogRead(entries, entries.isEmpty() || entries.getLast().equals(log.getLast()));
  }

  /** Its end met an outage of the database; the watch for orphans gives it one. */
  private static BusFailure endNotStored() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "The end of this answer is not stored yet. Ask again.");
  }
}
