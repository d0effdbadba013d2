package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerState;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** The answers in memory: waiting, being written, or ended a while ago. Confined to the loop. */
final class LiveAnswers {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ChatConfig config;
  private final Clock clock;
  private final Map<UUID, LiveAnswer> answers = new LinkedHashMap<>();
  private final Consumer<LiveAnswer> dropped;
  private final KeptAnswers kept;
  private int reserved;
  private boolean stopping;

  /**
   * @param dropped takes over the watchers of an answer that leaves the memory
   */
  LiveAnswers(ChatConfig config, Clock clock, Consumer<LiveAnswer> dropped) {
    this.config = config;
    this.clock = clock;
    this.dropped = dropped;
    this.kept = new KeptAnswers(config.keptAnswers(), config.keptBytes(), dropped);
  }

  /**
   * Keeps a place for an answer whose question is being stored.
   *
   * @throws BusFailure {@code OVERLOADED} when there are too many already
   */
  void reserve() {
    if (stopping) {
      throw stopped();
    }
    if (answers.size() + reserved >= config.liveAnswers()) {
      throw new BusFailure(
          FailureCode.OVERLOADED,
          "Too many questions are being answered; ask again shortly.",
          RETRY_AFTER);
    }
    reserved++;
  }

  static BusFailure stopped() {
    return new BusFailure(FailureCode.UNAVAILABLE, "The server is stopping; ask again shortly.");
  }

  /** How many more could be taken now. */
  int room() {
    return stopping ? 0 : config.liveAnswers() - answers.size() - reserved;
  }

  /** Gives the place back. */
  void release() {
    reserved--;
  }

  void add(LiveAnswer answer) {
    answer.dueBy(clock.millis() + config.answerTimeout().toMillis());
    answers.put(answer.question().answerId(), answer);
    if (stopping) {
      answer.interrupt(Interruption.STOPPING);
    }
  }

  /** Nothing is left to do for an ended answer: it makes room for others. */
  void settle(LiveAnswer answer) {
    if (answer.isDeleted()) {
      leave(answer);
    } else if (answers.remove(answer.question().answerId()) != null) {
      kept.add(answer, clock.millis());
    }
  }

  /** The same for one whose log nobody may read from memory: what the database has counts. */
  void leave(LiveAnswer answer) {
    if (answers.remove(answer.question().answerId()) != null) {
      dropped.accept(answer);
    }
  }

  /** It is another node's: nothing is told here any more, and nothing stored. */
  void move(LiveAnswer answer) {
    if (answers.remove(answer.question().answerId()) != null) {
      answer.moved(moved());
    }
  }

  static BusFailure moved() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "Another server goes on with this answer; open it again.");
  }

  static BusFailure cutOff() {
    return new BusFailure(
        FailureCode.UNAVAILABLE,
        "This server has lost its place among the others; ask again shortly.",
        RETRY_AFTER);
  }

  /** Of those that are being written. */
  Set<UUID> underWay() {
    return Set.copyOf(answers.keySet());
  }

  /** Those of them that turned out to be another node's. */
  void giveUp(Set<UUID> lost) {
    lost.stream()
        .map(answers::get)
        .filter(Objects::nonNull)
        .toList()
        .forEach(answer -> {
          answer.interrupt(Interruption.MOVED);
          move(answer);
        });
  }

  /** What was held back may be told. */
  void tellAll() {
    answers.values().forEach(answer -> answer.watches().tell());
  }

  /** Of all that are in memory. */
  Set<UUID> ids() {
    Set<UUID> ids = new HashSet<>(answers.keySet());
    ids.addAll(kept.ids());
    return ids;
  }

  /** Only for the organization it belongs to. */
  Optional<LiveAnswer> find(UUID organizationId, UUID answerId) {
    return Optional.ofNullable(answers.get(answerId))
        .or(() -> kept.find(answerId))
        .filter(live -> live.question().tenant().organizationId().equals(organizationId));
  }

  /** The conversation was deleted, and its answers with it. */
  void forgetOf(UUID conversationId) {
    kept.dropOf(conversationId);
    for (LiveAnswer answer : answers.values()) {
      if (answer.isOf(conversationId)) {
        answer.deleted();
        answer.interrupt(Interruption.CANCELLED);
      }
    }
  }

  /** Ends what nobody watches and what takes too long, and forgets what has ended a while ago. */
  void sweep() {
    long now = clock.millis();
    kept.dropEndedBefore(now - config.keptAfterEnd().toMillis());
    long since = now - config.unwatchedGrace().toMillis();
    for (LiveAnswer answer : answers.values()) {
      if (!answer.question().keepGoing() && answer.watches().areGoneSince(since)) {
        answer.interrupt(Interruption.UNWATCHED);
      } else if (answer.isDue(now)) {
        answer.interrupt(
            answer.isBegun() ? Interruption.TOOK_TOO_LONG : Interruption.WAITED_TOO_LONG);
      }
    }
  }

  Census census() {
    Map<AnswerState, Integer> open = new EnumMap<>(AnswerState.class);
    int watchers = kept.watchers();
    for (LiveAnswer answer : answers.values()) {
      if (!answer.hasEnded()) {
        open.merge(answer.state(), 1, Integer::sum);
      }
      watchers += answer.watches().count();
    }
    return new Census(
        open.getOrDefault(AnswerState.QUEUED, 0),
        open.getOrDefault(AnswerState.RETRIEVING, 0),
        open.getOrDefault(AnswerState.GENERATING, 0),
        watchers);
  }

  boolean isStopping() {
    return stopping;
  }

  /** Takes no more. */
  void stop() {
    stopping = true;
  }

  /** Completes when all have ended. */
  Future<Void> whenAllEnded() {
    List<LiveAnswer> all = List.copyOf(answers.values());
    return Future.all(all.stream().map(LiveAnswer::whenEnded).toList()).mapEmpty();
  }

  void interruptAll(Interruption why) {
    answers.values().forEach(answer -> answer.interrupt(why));
  }

  /** Those who still read. */
  void dismissWatchers() {
    for (UUID id : ids()) {
      Optional.ofNullable(answers.get(id))
          .or(() -> kept.find(id))
          .ifPresent(answer -> answer.watches().dismiss(stopped()));
    }
  }
}
