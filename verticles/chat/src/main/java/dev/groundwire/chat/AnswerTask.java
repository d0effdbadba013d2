package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an answer from its place in the queue to its one end, whatever happens on the way. */
final class AnswerTask {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerTask.class);

  private final Turns turns;
  private final AnswerStory story;
  private final AnswerEnding ending;

  AnswerTask(Turns turns, AnswerStory story, AnswerEnding ending) {
    this.turns = turns;
    this.story = story;
    this.ending = ending;
  }

  void run(LiveAnswer answer) {
    try {
      ending.done(answer, turns.inTurn(answer, () -> story.write(answer)));
    } catch (InterruptedAnswer interrupted) {
      if (answer.interruption().filter(why -> why == Interruption.STOPPING).isPresent()) {
        ending.failed(answer, OrphanedAnswers.stopped());
      } else {
        ending.done(answer, new Outcome(EndedAnswer.CANCELLED, Outcome.rough(answer), false));
      }
    } catch (BusFailure failure) {
      ending.failed(answer, failure);
    } catch (Throwable unexpected) {
      if (unexpected instanceof InterruptedException || answer.hasEnded()) {
        // The room was closed over its head; this context awaits nothing any more.
        LOG.atInfo()
            .addKeyValue("answer", answer.question().answerId())
            .log("answer left to the watch for orphans");
        return;
      }
      LOG.atError()
          .addKeyValue("answer", answer.question().answerId())
          .setCause(unexpected)
          .log("answer failed");
      ending.failed(
          answer,
          new BusFailure(
              FailureCode.INTERNAL,
              "Something went wrong here; the log has it under the request id."));
    }
  }
}
