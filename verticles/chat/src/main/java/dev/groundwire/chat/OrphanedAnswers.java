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

  UUID node() {
    return node;
  }

  /** Takes one away from that owner; empty when that has it no longer, or it ends. */
  Optional<OrphanRepository.Orphan> claimFrom(
      Optional<UUID> owner, UUID organizationId, UUID answerId) {
    return database.inTenant(organizationId, tx -> answers.claimFrom(tx, node, answerId, owner));
  }

  /** Ends one whose owner is gone; its watchers have seen at least what was told. */
  void endTaken(OrphanRepository.Orphan orphan, ToldLog told) {
    String status = EntryJson.takenOver(AnswerState.GENERATING, orphan.id());
    LogEntry taken = new LogEntry(firstOf(orphan), EntryJson.STATUS, status);
    end(orphan, told, List.of(taken), stopped());
  }

  /** Ends one that was taken away from its owner because somebody wants no more of it. */
  void endCancelled(OrphanRepository.Orphan orphan, ToldLog told) {
    TokenUsage unknown = new TokenUsage(0, 0);
    String model = told.model().orElse(EndedAnswer.NO_MODEL);
    String data = EntryJson.done(orphan.id(), EndedAnswer.CANCELLED, unknown, model);
    LogEntry last = new LogEntry(firstOf(orphan), EntryJson.DONE, data);
    store(
        orphan,
        told,
        List.of(),
        new End(AnswerState.CANCELLED, EndedAnswer.CANCELLED, Optional.empty(), last));
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
    String data = EntryJson.error(why, orphan.id(), requestId(orphan));
    LogEntry last = new LogEntry(firstOf(orphan) + own.size(), EntryJson.ERROR, data);
    Optional<String> message = Optional.of(why.getMessage());
    store(orphan, told, own, new End(AnswerState.FAILED, EndedAnswer.FAILED, message, last));
  }

  private static String requestId(OrphanRepository.Orphan orphan) {
    return orphan.request().map(AskedAnswer::requestId).orElseGet(() -> "orphan-" + orphan.id());
  }

  /** How it comes to its end. */
  private record End(AnswerState state, String outcome, Optional<String> error, LogEntry last) {}

  private void store(OrphanRepository.Orphan orphan, ToldLog told, List<LogEntry> own, End end) {
    UUID id = orphan.id();
    List<LogEntry> log = new ArrayList<>(told.entries());
    if (log.isEmpty()) {
      String status =
          EntryJson.status(AnswerState.QUEUED, OptionalInt.empty(), Optional.empty(), id);
      log.add(new LogEntry(1, EntryJson.STATUS, status));
    }
    log.addAll(own);
    log.add(end.last());
    archive.store(
        new EndedAnswer(
            id,
            orphan.term(),
            orphan.tenant(),
            orphan.conversationId(),
            end.state(),
            end.outcome(),
            told.text(),
            told.sources(),
            told.citations(),
            told.model().orElse(EndedAnswer.NO_MODEL),
            new TokenUsage(0, 0),
            end.error(),
            RecordJson.write(log),
            end.last(),
            requestId(orphan)));
  }
}
