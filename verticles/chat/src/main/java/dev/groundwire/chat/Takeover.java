package dev.groundwire.chat;

import dev.groundwire.bus.chat.AnswerTaken;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with the answers of nodes that are gone: one of which nothing was told but how far it was
 * begins anew, the others get an end. For virtual threads, one look at a time.
 */
final class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final int AT_ONCE = 100;

  /** One that has outlived so many owners may be what ended them. */
  private static final int MOST_TERMS = 3;

  private final Database database;
  private final NodeLease lease;
  private final OrphanedAnswers orphans;
  private final Answers answers;
  private final AnswerLoopVerticle.Desk desk;
  private final Bus bus;
  private final ChatMeters meters;
  private final ChatNodeRepository nodes = new ChatNodeRepository();
  private final OrphanRepository orphaned = new OrphanRepository();

  Takeover(
      Database database,
      NodeLease lease,
      OrphanedAnswers orphans,
      Answers answers,
      AnswerLoopVerticle.Desk desk,
      Bus bus,
      ChatMeters meters) {
    this.database = database;
    this.lease = lease;
    this.orphans = orphans;
    this.answers = answers;
    this.desk = desk;
    this.bus = bus;
    this.meters = meters;
  }

  void look() {
    int most;
    int taken;
    do {
      most = lease.mayTakeOver() ? Math.min(AT_ONCE, desk.loop().call(desk.live()::room)) : 0;
      taken = most > 0 ? take(most) : 0;
    } while (taken > 0 && taken == most);
  }

  private int take(int most) {
    UUID node = lease.node();
    List<OrphanRepository.Orphan> found =
        database.asSystem(tx -> {
          List<UUID> gone = nodes.lockGone(tx, node, lease.time());
          return gone.isEmpty()
              ? List.<OrphanRepository.Orphan>of()
              : orphaned.claimOf(tx, node, most, gone);
        });
    found.forEach(this::goOnOrLeave);
    return found.size();
  }

  /** One that cannot be helped must not keep the others waiting. */
  private void goOnOrLeave(OrphanRepository.Orphan orphan) {
    try {
      meters.takenOver(goOn(orphan));
    } catch (RuntimeException failure) {
      meters.takenOver(ChatMeters.TakenOver.LEFT);
      LOG.atError()
          .addKeyValue("answer", orphan.id())
          .setCause(failure)
          .log("answer taken over, and left to the watch for orphans");
    }
  }

  private ChatMeters.TakenOver goOn(OrphanRepository.Orphan orphan) {
    Optional<ToldLog> told = desk.logs().toldBefore(orphan.id(), orphan.term());
    boolean beginsAnew =
        told.isPresent()
            && !told.get().hasText()
            && orphan.request().isPresent()
            && orphan.term() <= MOST_TERMS;
    LOG.atWarn()
        .addKeyValue("answer", orphan.id())
        .addKeyValue("term", orphan.term())
        .addKeyValue("begins_anew", beginsAnew)
        .log("answer taken over from a node that is gone");
    boolean hasBegun = beginsAnew && answers.again(orphan, orphan.request().get(), told.get());
    if (!hasBegun) {
      orphans.endTaken(orphan, told.orElse(ToldLog.NOTHING));
    }
    bus.hint(ChatBus.ANSWER_TAKEN, new AnswerTaken(orphan.id(), lease.node()));
    return hasBegun ? ChatMeters.TakenOver.BEGUN_ANEW : ChatMeters.TakenOver.ENDED;
  }
}
