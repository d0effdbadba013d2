package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.telemetry.Traced;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an answer from its place in the queue to its one end, whatever happens on the way. */
final class AnswerTask {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerTask.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final AnswerStory story;
  private final AnswerEnding ending;
  private final AnswerCache cache;
  private final AnswerLoop loop;
  private final RagMeters rag;

  AnswerTask(
      AnswerStory story, AnswerEnding ending, AnswerCache cache, AnswerLoop loop, RagMeters rag) {
    this.rag = rag;
    this.story = story;
    this.ending = ending;
    this.cache = cache;
    this.loop = loop;
  }

  /**
   * @param key under which others may find it; empty when nobody may
   */
  void write(Question question, LiveAnswer answer, Turn turn, Optional<AnswerCache.Key> key) {
    told(
        answer,
        () ->
            toItsEnd(answer, () -> story.write(question, answer, turn))
                .ifPresent(written -> {
                  rag.judge(written);
                  key.ifPresent(place -> cache.keep(place, question.conversationId(), written));
                }));
  }

  void repeat(LiveAnswer answer, WrittenAnswer other) {
    told(
        answer,
        () ->
            toItsEnd(
                answer,
                () -> {
                  loop.perform(() -> answer.repeat(other));
                  return Outcome.of(Outcome.STOP, new TokenUsage(0, 0));
                }));
  }

  /** One span, whatever becomes of it. */
  private static void told(LiveAnswer answer, Runnable task) {
    StorySpan.call(
        "answer",
        span -> {
          span.setAttribute("answer.id", answer.question().answerId().toString());
          task.run();
          return span;
        });
  }

  /** What has come to its own end and is stored. */
  private Optional<WrittenAnswer> toItsEnd(LiveAnswer answer, Supplier<Outcome> work) {
    try {
      return ending.done(answer, work.get());
    } catch (InterruptedAnswer interrupted) {
      interrupted(answer, interrupted.why());
    } catch (BusFailure failure) {
      Traced.failed(Span.current(), failure);
      ending.failed(answer, failure);
    } catch (Throwable unexpected) {
      if (unexpected instanceof InterruptedException || answer.whenEnded().isComplete()) {
        // The room was closed over its head; this context awaits nothing any more.
        LOG.atInfo()
            .addKeyValue("answer", answer.question().answerId())
            .log("answer left to the watch for orphans");
        return Optional.empty();
      }
      LOG.atError()
          .addKeyValue("answer", answer.question().answerId())
          .setCause(unexpected)
          .log("answer failed");
      Traced.failed(Span.current(), unexpected);
      ending.failed(answer, Answers.unexpected());
    }
    return Optional.empty();
  }

  private void interrupted(LiveAnswer answer, Interruption why) {
    Span.current().setAttribute("answer.interruption", why.name().toLowerCase(Locale.ROOT));
    switch (why) {
      case CANCELLED, UNWATCHED -> ending.done(answer, Outcome.CANCELLED);
      case MOVED -> ending.moved(answer);
      case STOPPING -> ending.failed(answer, OrphanedAnswers.stopped());
      case WAITED_TOO_LONG ->
          ending.failed(
              answer,
              new BusFailure(
                  FailureCode.OVERLOADED,
                  "Too many questions are before this one; ask again later.",
                  RETRY_AFTER));
      case TOOK_TOO_LONG ->
          ending.failed(
              answer,
              new BusFailure(
                  FailureCode.TIMEOUT, "The answer took too long; ask again, or ask for less."));
    }
  }
}
