package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.postgres.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the answers that nobody writes: those that a stopped process left in the middle, and those
 * whose question was stored while the connection was lost, so that nobody here heard of it. Right
 * for one chat room on one database only: with several, another one may still be writing them.
 */
final class OrphanedAnswers {
  /**
   * The number of the last entry. Watchers may have seen any number of entries that were only in
   * memory; behind this one nobody can be, so each of them gets the end.
   */
  static final long LAST_ENTRY = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(OrphanedAnswers.class);
  private static final int AT_ONCE = 200;

  private final Database database;
  private final AnswerArchive archive;
  private final AnswerRepository answers = new AnswerRepository();

  OrphanedAnswers(Database database, AnswerArchive archive) {
    this.database = database;
    this.archive = archive;
  }

  static BusFailure stopped() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "The server stopped while this answer was written. Ask again.");
  }

  private static BusFailure lost() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "This answer was lost in an outage of the database. Ask again.");
  }

  /** Ends all of them; for the start, before any question is taken. */
  void endAll() {
    int ended = 0;
    List<AnswerRepository.Orphan> found = find();
    while (!found.isEmpty()) {
      found.forEach(orphan -> end(orphan, stopped()));
      ended += found.size();
      found = find();
    }
    if (ended > 0) {
      LOG.atWarn().addKeyValue("answers", ended).log("answers ended that a stop had interrupted");
    }
  }

  /**
   * Ends those that were asked a while ago and are not in this process's memory.
   *
   * @param before long enough ago for a question to be stored and its answer to be in memory
   * @param known in memory, and so somebody's
   */
  void endForgotten(Instant before, Set<UUID> known) {
    List<AnswerRepository.Orphan> found =
        database.asSystem(tx -> answers.forgotten(tx, before, known, AT_ONCE));
    found.forEach(orphan -> end(orphan, lost()));
    if (!found.isEmpty()) {
      LOG.atWarn().addKeyValue("answers", found.size()).log("answers ended that nobody wrote");
    }
  }

  private List<AnswerRepository.Orphan> find() {
    return database.asSystem(tx -> answers.underWay(tx, AT_ONCE));
  }

  private void end(AnswerRepository.Orphan orphan, BusFailure why) {
    UUID id = orphan.id();
    String requestId = "orphan-" + id;
    String status = EntryJson.status(AnswerState.QUEUED, OptionalInt.empty(), Optional.empty(), id);
    LogEntry last = new LogEntry(LAST_ENTRY, EntryJson.ERROR, EntryJson.error(why, id, requestId));
    archive.store(
        new EndedAnswer(
            id,
            orphan.tenant(),
            orphan.conversationId(),
            AnswerState.FAILED,
            EndedAnswer.FAILED,
            "",
            SourceList.NONE,
            List.of(),
            EndedAnswer.NO_MODEL,
            new TokenUsage(0, 0),
            Optional.of(why.getMessage()),
            RecordJson.write(List.of(new LogEntry(1, EntryJson.STATUS, status), last)),
            last,
            requestId));
  }
}
