package dev.groundwire.deadletter;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.deadletter.BuryEvent;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.event.DeadLetterEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what a handler could not handle, and tells the world of it in the same transaction. */
final class Burial {
  private static final Logger LOG = LoggerFactory.getLogger(Burial.class);

  private final Database database;
  private final Outbox outbox;
  private final RetrySchedule schedule;
  private final Supplier<UUID> ids;
  private final DeadLetterMeters meters;
  private final BurialRepository letters = new BurialRepository();
  private final AttemptRepository attempts = new AttemptRepository();

  Burial(
      Database database,
      Outbox outbox,
      RetrySchedule schedule,
      Supplier<UUID> ids,
      DeadLetterMeters meters) {
    this.database = database;
    this.outbox = outbox;
    this.schedule = schedule;
    this.ids = ids;
    this.meters = meters;
  }

  Done bury(BuryEvent asked) {
    boolean added =
        database.inTenant(asked.event().organizationId(), tx -> bury(tx, ids.get(), asked));
    if (added) {
      meters.buried(asked.handler());
    }
    LOG.atWarn()
        .addKeyValue("event_id", asked.event().id())
        .addKeyValue("type", asked.event().type())
        .addKeyValue("handler", asked.handler())
        .addKeyValue("reason", asked.reason())
        .addKeyValue("added", added)
        .log("event is a dead letter");
    return new Done();
  }

  private boolean bury(SqlConnection tx, UUID id, BuryEvent asked) {
    EventEnvelope event = asked.event();
    // A document that was started anew by a try comes back as another event: its tries go on
    // counting, or it would be tried for ever at the shortest delay.
    int tries = letters.triesBefore(tx, event, asked.handler());
    Optional<Duration> delay = schedule.next(DeadLetterState.RETRYING, tries, asked.mayHelp());
    if (letters.add(tx, id, asked, tries, delay)) {
      attempts.add(tx, id, event.organizationId(), asked.attempts());
      // Who cannot handle this kind of fact would be given one more for each that is buried, for
      // ever, each around the one before.
      if (!event.type().equals(DeadLetterEvents.ADDED.name())) {
        outbox.append(tx, DeadLetterEvents.ADDED, id, added(id, asked, delay.isEmpty()), event);
      }
      return true;
    }
    // Whoever buries it again has not heard that a try has succeeded meanwhile, and will have told
    // others that it failed: another try is harmless and sets that right.
    letters.reopen(tx, asked, delay);
    letters
        .find(tx, asked)
        .ifPresent(known -> attempts.add(tx, known, event.organizationId(), asked.attempts()));
    return false;
  }

  private static DeadLetterEvents.Added added(UUID id, BuryEvent asked, boolean parked) {
    EventEnvelope event = asked.event();
    return new DeadLetterEvents.Added(
        id,
        event.id(),
        event.type(),
        event.key(),
        event.keySeq(),
        event.payload(),
        asked.handler(),
        asked.reason(),
        parked,
        asked.attempts().size());
  }
}
