package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for answers nobody writes, one look at a time. Confined to one context. */
final class OrphanWatch {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanWatch.class);

  private final OrphanedAnswers orphans;
  private final AnswerLoopVerticle.Desk desk;
  private final Clock clock;
  private final Duration grace;
  private final boolean isAlone;
  private boolean isLooking;

  /**
   * @param grace from a question to the first look for it
   * @param isAlone true when no other node shares the database
   */
  OrphanWatch(
      OrphanedAnswers orphans,
      AnswerLoopVerticle.Desk desk,
      Clock clock,
      Duration grace,
      boolean isAlone) {
    this.orphans = orphans;
    this.desk = desk;
    this.clock = clock;
    this.grace = grace;
    this.isAlone = isAlone;
  }

  /** For those that nobody has heard of. */
  void look() {
    once("orphans not looked for yet", this::endForgotten);
  }

  /** What a node that stops has left to another is not forgotten. */
  private void endForgotten() {
    if (!desk.loop().call(desk.live()::isStopping)) {
      orphans.endForgotten(
          clock.instant().minus(grace), desk.loop().call(desk.live()::ids), isAlone);
    }
  }

  /** For those of nodes that are gone. */
  void lookForGone(Takeover takeover) {
    once("answers of other nodes not looked for yet", takeover::look);
  }

  /** What one look has claimed is in memory, or ended, before the next one. */
  private void once(String left, Runnable look) {
    if (isLooking) {
      return;
    }
    isLooking = true;
    try {
      look.run();
    } catch (BusFailure outage) {
      LOG.atInfo().addKeyValue("reason", outage.getMessage()).log(left);
    } finally {
      isLooking = false;
    }
  }
}
