package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.postgres.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the answers that nobody writes: those that a stopped process left in the middle, and those
 * whose question was stored while the connection was lost, so that nobody here heard of it. Each is
 * claimed first, so that nobody else can end it as well.
 */
final class OrphanedAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanedAnswers.class);
  private static final int AT_ONCE = 200;

  private final Database database;
  private final AnswerArchive archive;
  private final UUID node;
  private final OrphanRepository answers = new OrphanRepository();

  /**
   * @param archive of that node
   */
  OrphanedAnswers(Database database, AnswerArchive archive, UUID node) {
    this.database = database;
    this.archive = archive;
    this.node = node;
  }

  static BusFailure stopped() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "The server stopped while this answer was written. Ask again.");
  }

  private static BusFailure lost() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "This answer was lost in an outage of the database. Ask again.");
  }

  /** Ends all of them; for the start of a node that nobody shares the database with. */
  void endAll() {
    int ended = 0;
    List<OrphanRepository.Orphan> found = claimAll();
    while (!found.isEmpty()) {
      found.forEach(orphan -> end(orphan, ToldLog.NOTHING, List.of(), stopped()));
      ended += found.size();
      found = claimAll();
    }
    if (ended > 0) {
      LOG.atWarn().addKeyValue("answers", ended).log("answers ended that a stop had interrupted");
    }
  }

  private List<OrphanRepository.Orphan> claimAll() {
    return database.asSystem(tx -> answers.claimAll(tx, node, AT_ONCE));
  }

  /**
   * Ends those that were asked a while ago and are not in this process's memory.
   *
   * @param before long enough ago for a question to be stored and its answer to be in memory
   * @param known in memory, and so somebody's
   * @param isAlone true when there is no other node that could have them in its memory
   */
  void endForgotten(Instant before, Set<UUID> known, boolean isAlone) {
    List<OrphanRepository.Orphan> found =
        database.asSystem(tx -> answers.claimForgotten(tx, node, AT_ONCE, before, known, isAlone));
    found.forEach(orphan -> end(orphan, ToldLog.NOTHING, List.of(), lost()));
    if (!found.isEmpty()) {
      LOG.atWarn().addKeyValue("answers", found.size()).log("answers ended that nobody wrote");
    }
  }

  /** Ends one whose owner is gone; its watchers have seen at least what was told. */
  void endTaken(OrphanRepository.Orphan orphan, ToldLog told) {
    String status = EntryJson.takenOver(AnswerState.GENERATING, orphan.id());
    LogEntry taken = new LogEntry(firstOf(orphan), EntryJson.STATUS, status);
    end(orphan, told, List.of(taken), stopped());
  }

  /**
   * Watchers may have seen any number of entries that were only in their owner's memory; behind
   * this one nobody can be, so each of them gets the end.
   */
  private static long firstOf(OrphanRepository.Orphan orphan) {
    return orphan.term() * LogEntry.TERM;
  }

  private void end(
      OrphanRepository.Orphan orphan, ToldLog told, List<LogEntry> own, BusFailure why) {
    UUID id = orphan.id();
    String requestId = orphan.request().map(AskedAnswer::requestId).orElseGet(() -> "orphan-" + id);
    LogEntry last =
        new LogEntry(
            firstOf(orphan) + own.size(), EntryJson.ERROR, EntryJson.error(why, id, requestId));
    List<LogEntry> log = new ArrayList<>(told.entries());
    if (log.isEmpty()) {
      String status =
          EntryJson.status(AnswerState.QUEUED, OptionalInt.empty(), Optional.empty(), id);
      log.add(new LogEntry(1, EntryJson.STATUS, status));
    }
    log.addAll(own);
    log.add(last);
    archive.store(
        new EndedAnswer(
            id,
            orphan.term(),
            orphan.tenant(),
            orphan.conversationId(),
            AnswerState.FAILED,
            EndedAnswer.FAILED,
            told.text(),
            told.sources(),
            told.citations(),
            told.model().orElse(EndedAnswer.NO_MODEL),
            new TokenUsage(0, 0),
            Optional.of(why.getMessage()),
            RecordJson.write(log),
            last,
            requestId));
  }
}
