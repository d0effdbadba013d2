package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.Quotation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is written. Each step is appended to the log before anybody sees it. Confined to
 * the loop, except where its story waits.
 */
final class LiveAnswer {
  /** Nearer to its turn, it is told of every step. */
  private static final int NEAR = 16;

  /** Farther away, of each eighth of the way: so a long wait makes no long log. */
  private static final int STEP = 8;

  private final Question question;
  private final AskTime asked;
  private final StoryWait story = new StoryWait();
  private final Ownership ownership;
  private final AnswerLog log;
  private final Watches watches;
  private final WholeCharacters characters = new WholeCharacters();
  private final List<Citation> citations = new ArrayList<>(0);
  private final Promise<Void> ended = Promise.promise();
  private SourceList sources = SourceList.NONE;
  private CitationScanner scanner = new CitationScanner(0);
  private AnswerState state = AnswerState.QUEUED;
  private Optional<String> model = Optional.empty();
  private @Nullable Generation generation;
  private @Nullable Runnable onFirstText;
  private int promptCharacters;
  private int toldPosition;
  private long latestMillis;
  private boolean isBegun;
  private boolean isInterrupted;
  private boolean isDeleted;

  LiveAnswer(Question question, Clock clock, AskTime asked, Ownership ownership) {
    this.asked = asked;
    this.question = question.withoutPrevious();
    this.ownership = ownership;
    this.log = new AnswerLog(ownership.term(), ownership.before());
    this.watches =
        new Watches(
            log,
            clock,
            ownership.isHeld(),
            new LostPart(question.answerId(), question.requestId()));
  }

  /** How many owners it has had before. */
  int term() {
    return ownership.term();
  }

  /** Entries of its log after a number; there must be some. */
  LogEntries after(long seq, int limit) {
    return log.after(seq, limit);
  }

  boolean isLongerThan(long seq) {
    return log.isLongerThan(seq);
  }

  /** Something was added to the log. */
  private void tell() {
    watches.tell();
    ownership.grown().accept(this);
  }

  /** Without the previous messages: they have been read. */
  Question question() {
    return question;
  }

  /** Whom to tell once that there is text. */
  void onFirstText(Runnable told) {
    onFirstText = told;
  }

  private void tellFirstText() {
    Runnable told = onFirstText;
    if (told != null && log.textLength() > 0) {
      onFirstText = null;
      told.run();
    }
  }

  /** Since it was asked; from any thread. */
  Duration age() {
    return asked.passed();
  }

  boolean isOf(UUID conversationId) {
    return question.conversationId().filter(conversationId::equals).isPresent();
  }

  /** Its conversation is gone: once it has ended, nobody reads it. */
  void deleted() {
    isDeleted = true;
  }

  boolean isDeleted() {
    return isDeleted;
  }

  /** Where the story of this answer waits; from any thread. */
  StoryWait story() {
    return story;
  }

  Watches watches() {
    return watches;
  }

  /** It begins anew here. */
  void takenOver() {
    log.note(EntryJson.STATUS, EntryJson.takenOver(AnswerState.QUEUED, question.answerId()));
    tell();
  }

  void queued(OptionalInt position) {
    toldPosition = position.orElse(0);
    status(AnswerState.QUEUED, position);
  }

  /**
   * Tells of a better place in a queue, if it is worth telling.
   *
   * @param position from 1
   */
  void movedUp(int position) {
    int worthTelling = toldPosition > NEAR ? toldPosition - toldPosition / STEP : toldPosition;
    if (toldPosition == 0 || position < worthTelling) {
      queued(OptionalInt.of(position));
    }
  }

  void retrieving() {
    isBegun = true;
    toldPosition = 0;
    status(AnswerState.RETRIEVING, OptionalInt.empty());
  }

  void generating(String writer) {
    model = Optional.of(writer);
    status(AnswerState.GENERATING, OptionalInt.empty());
  }

  private void status(AnswerState next, OptionalInt position) {
    state = next;
    log.note(EntryJson.STATUS, EntryJson.status(next, position, model, question.answerId()));
    tell();
  }

  void found(SourceList passages) {
    sources = passages;
    scanner = new CitationScanner(passages.size());
    log.note(EntryJson.SOURCES, passages.entry());
    tell();
  }

  /**
   * A model has been asked.
   *
   * @param characters of the prompt; 0 when it turns out that no model has read it
   */
  void prompted(int characters) {
    promptCharacters = characters;
  }

  /**
   * @param quotations of the marks in this piece, where the writer knows them
   */
  void write(String piece, List<Quotation> quotations) {
    String whole = characters.accept(piece);
    log.write(whole);
    tellFirstText();
    for (Citation mark : scanner.accept(whole)) {
      Citation citation = QuotedPlace.of(mark, sources, quotations);
      citations.add(citation);
      log.note(EntryJson.CITATION, EntryJson.citation(citation));
    }
    tell();
  }

  /** Tells what another answer says as its own. */
  void repeat(WrittenAnswer other) {
    retrieving();
    found(other.sources());
    other.model().ifPresent(this::generating);
    citations.addAll(other.citations());
    log.replay(other.log());
    tellFirstText();
    tell();
  }

  int length() {
    return log.textLength();
  }

  void generatedBy(Generation writing) {
    generation = writing;
  }

  /** Ends its story at the next or present wait, and the model's work at once. */
  void interrupt(Interruption why) {
    if (!isInterrupted && !hasEnded()) {
      isInterrupted = true;
      story.interrupt(why);
      if (generation != null) {
        generation.cancel();
      }
    }
  }

  boolean isInterrupted() {
    return isInterrupted;
  }

  /** When its turn, and then its end, must have come. */
  void dueBy(long millis) {
    latestMillis = millis;
  }

  boolean isDue(long nowMillis) {
    return nowMillis > latestMillis;
  }

  /** True when it has had its turn. */
  boolean isBegun() {
    return isBegun;
  }

  AnswerState state() {
    return state;
  }

  /** All of it, for its end: half a character waits no longer for its other half. */
  WrittenAnswer written() {
    log.write(characters.end());
    tell();
    boolean isRead = state != AnswerState.QUEUED;
    return new WrittenAnswer(
        state, log.copy(), sources, citations, model, isRead ? promptCharacters : 0);
  }

  /** What a look at it needs, and no more: the loop writes other answers, too. */
  AnswerSoFar soFar() {
    return new AnswerSoFar(question, state, log.text(), sources, citations, model);
  }

  void end(LogEntry last) {
    log.append(last);
    log.trim();
    sources = SourceList.NONE;
    citations.clear();
    generation = null;
    watches.tell();
    ended.complete();
  }

  /** Another node has it, or will: who watches it looks for it there. */
  void moved(BusFailure why) {
    generation = null;
    watches.dismiss(why);
    ended.complete();
  }

  boolean hasEnded() {
    return log.hasEnded();
  }

  Future<Void> whenEnded() {
    return ended.future();
  }

  /** About how much memory an ended one takes. */
  long bytes() {
    return log.bytes() + 2L * question.text().length();
  }
}
