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
  private boolean isLooking;

  /**
   * @param grace from a question to the first look for it
   */
  OrphanWatch(OrphanedAnswers orphans, AnswerLoopVerticle.Desk desk, Clock clock, Duration grace) {
    this.orphans = orphans;
    this.desk = desk;
    this.clock = clock;
    this.grace = grace;
  }

  void look() {
    if (isLooking) {
      return;
    }
    isLooking = true;
    try {
      orphans.endForgotten(clock.instant().minus(grace), desk.loop().call(desk.live()::ids));
    } catch (BusFailure outage) {
      LOG.atInfo().addKeyValue("reason", outage.getMessage()).log("orphans not looked for yet");
    } finally {
      isLooking = false;
    }
  }
}
