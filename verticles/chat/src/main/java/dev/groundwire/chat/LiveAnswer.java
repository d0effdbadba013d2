package dev.groundwire.chat;

import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.Source;
import dev.groundwire.bus.llm.Quotation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is written. Each step is appended to the log before anybody sees it. Confined to
 * the room's context.
 */
final class LiveAnswer {
  private final Question question;
  private final AnswerLog log = new AnswerLog();
  private final Watchers watchers;
  private final StringBuilder text = new StringBuilder();
  private final List<Citation> citations = new ArrayList<>();
  private final Promise<Void> ended = Promise.promise();
  private List<Source> sources = List.of();
  private CitationScanner scanner = new CitationScanner(0);
  private AnswerState state = AnswerState.QUEUED;
  private Optional<String> model = Optional.empty();
  private Optional<Interruption> interruption = Optional.empty();
  private @Nullable Promise<Void> awaited;
  private long endedMillis = Long.MAX_VALUE;

  LiveAnswer(Question question, long nowMillis) {
    this.question = question;
    this.watchers = new Watchers(nowMillis);
  }

  Question question() {
    return question;
  }

  AnswerLog log() {
    return log;
  }

  Watchers watchers() {
    return watchers;
  }

  void queued(OptionalInt position) {
    log.append(
        LogEntries.STATUS,
        LogEntries.status(state, position, Optional.empty(), question.answerId()));
  }

  void retrieving() {
    enter(AnswerState.RETRIEVING);
  }

  void generating(String writer) {
    model = Optional.of(writer);
    enter(AnswerState.GENERATING);
  }

  private void enter(AnswerState next) {
    state = next;
    log.append(
        LogEntries.STATUS,
        LogEntries.status(next, OptionalInt.empty(), model, question.answerId()));
  }

  void found(List<Source> passages) {
    sources = List.copyOf(passages);
    scanner = new CitationScanner(passages.size());
    log.append(LogEntries.SOURCES, LogEntries.sources(sources));
  }

  void write(String piece) {
    write(piece, List.of());
  }

  /**
   * @param quotations of the marks in this piece, where the writer knows them
   */
  void write(String piece, List<Quotation> quotations) {
    text.append(piece);
    log.append(LogEntries.DELTA, LogEntries.delta(piece));
    for (Citation mark : scanner.accept(piece)) {
      Citation citation = QuotedPlace.of(mark, sources, quotations);
      citations.add(citation);
      log.append(LogEntries.CITATION, LogEntries.citation(citation));
    }
  }

  String text() {
    return text.toString();
  }

  int length() {
    return text.length();
  }

  List<Source> sources() {
    return sources;
  }

  List<Citation> citations() {
    return List.copyOf(citations);
  }

  Optional<String> model() {
    return model;
  }

  /** Ends the story at its next or present wait. Only the first one counts. */
  void interrupt(Interruption why) {
    if (interruption.isEmpty() && !hasEnded()) {
      interruption = Optional.of(why);
      if (awaited != null) {
        awaited.tryComplete();
      }
    }
  }

  Optional<Interruption> interruption() {
    return interruption;
  }

  /**
   * Awaits, for the one task that writes this answer.
   *
   * @throws InterruptedAnswer at once when the answer is interrupted; the future then runs on alone
   */
  <T> T await(Future<T> future) {
    Promise<Void> either = Promise.promise();
    awaited = either;
    future.onComplete(completed -> either.tryComplete());
    if (interruption.isEmpty()) {
      either.future().await();
    }
    awaited = null;
    if (interruption.isPresent()) {
      throw new InterruptedAnswer();
    }
    return future.await();
  }

  void end(long nowMillis) {
    endedMillis = nowMillis;
    ended.tryComplete();
  }

  boolean hasEnded() {
    return ended.future().isComplete();
  }

  boolean endedBefore(long millis) {
    return endedMillis < millis;
  }

  Future<Void> whenEnded() {
    return ended.future();
  }

  AnswerView view() {
    return new AnswerView(
        question.answerId(),
        question.conversationId(),
        state,
        question.text(),
        text(),
        sources,
        citations,
        model,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        question.askedAt());
  }
}
