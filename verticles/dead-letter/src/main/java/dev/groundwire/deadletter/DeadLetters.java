package dev.groundwire.deadletter;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.DeadLetterFound;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.deadletter.DeadLetterView;
import dev.groundwire.bus.deadletter.DeadLettersListed;
import dev.groundwire.bus.deadletter.DeadLettersQueued;
import dev.groundwire.bus.deadletter.DiscardDeadLetter;
import dev.groundwire.bus.deadletter.FindDeadLetter;
import dev.groundwire.bus.deadletter.ListDeadLetters;
import dev.groundwire.bus.deadletter.ReplayDeadLetter;
import dev.groundwire.bus.deadletter.ReplayDeadLetters;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.paging.ListPart;
import dev.groundwire.platform.postgres.Database;
import java.util.UUID;

/** What owners do with their dead letters: look, list, replay, discard. */
final class DeadLetters {
  /** Of one request; each row is locked, and the time until the last one is tried stays humane. */
  private static final int MOST_REPLAYED = 10_000;

  private final Database database;
  private final int replayPerSecond;
  private final Runnable due;
  private final LetterRepository letters = new LetterRepository();
  private final AttemptRepository attempts = new AttemptRepository();
  private final InboxLedger forgotten = new InboxLedger(DeadLetterBus.FORGET_DOCUMENT.name());

  /**
   * @param due called when a try may have become due
   */
  DeadLetters(Database database, int replayPerSecond, Runnable due) {
    this.database = database;
    this.replayPerSecond = replayPerSecond;
    this.due = due;
  }

  DeadLettersListed list(ListDeadLetters asked) {
    ListPart<DeadLetterView> part =
        ListPart.read(
            asked.page(),
            DeadLetterView::id,
            (limit, before) ->
                database.inTenant(
                    asked.organizationId(), tx -> letters.list(tx, asked.filter(), limit, before)));
    return new DeadLettersListed(part.items(), part.nextCursor());
  }

  DeadLetterFound find(FindDeadLetter asked) {
    return database.inTenant(
        asked.organizationId(),
        tx -> {
          LetterRepository.Entry found =
              letters.find(tx, asked.id()).orElseThrow(() -> notFound(asked.id()));
          return new DeadLetterFound(found.view(), found.event(), attempts.list(tx, asked.id()));
        });
  }

  DeadLetterView replay(ReplayDeadLetter asked) {
    DeadLetterView replaying =
        database.inTenant(
            asked.organizationId(),
            tx -> {
              LetterRepository.Entry found =
                  letters.findLocked(tx, asked.id()).orElseThrow(() -> notFound(asked.id()));
              if (found.view().state() == DeadLetterState.DISCARDED) {
                throw new BusFailure(
                    FailureCode.CONFLICT, "It is discarded, so it cannot be replayed.");
              }
              if (found.view().state() == DeadLetterState.REPLAYED) {
                return found.view();
              }
              letters.replay(tx, asked.id());
              return letters.find(tx, asked.id()).orElseThrow().view();
            });
    due.run();
    return replaying;
  }

  DeadLettersQueued replay(ReplayDeadLetters asked) {
    int queued =
        database.inTenant(
            asked.organizationId(),
            tx -> letters.replayMany(tx, asked.filter(), MOST_REPLAYED, replayPerSecond));
    due.run();
    return new DeadLettersQueued(queued, queued == MOST_REPLAYED);
  }

  DeadLetterView discard(DiscardDeadLetter asked) {
    return database.inTenant(
        asked.organizationId(),
        tx -> {
          LetterRepository.Entry found =
              letters.findLocked(tx, asked.id()).orElseThrow(() -> notFound(asked.id()));
          if (found.view().state() == DeadLetterState.REPLAYED) {
            throw new BusFailure(
                FailureCode.CONFLICT, "It is handled already, so there is nothing to discard.");
          }
          if (found.view().state() == DeadLetterState.DISCARDED) {
            return found.view();
          }
          letters.discard(tx, asked.id(), asked.reason());
          return letters.find(tx, asked.id()).orElseThrow().view();
        });
  }

  /** Handles {@code document.deleted.v1}. */
  EventHandled forget(EventEnvelope event) {
    return database.inTenant(
        event.organizationId(),
        tx -> {
          if (!forgotten.firstTime(tx, event)) {
            return new EventHandled(false);
          }
          letters.discardOfKey(tx, event, "Its document was deleted.");
          return new EventHandled(true);
        });
  }

  private static BusFailure notFound(UUID id) {
    return new BusFailure(FailureCode.NOT_FOUND, "There is no dead letter " + id + " here.");
  }
}
