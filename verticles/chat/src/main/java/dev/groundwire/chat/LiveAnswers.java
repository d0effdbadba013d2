package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The answers in memory: waiting, being written, or just ended. Confined to the room's context. */
final class LiveAnswers {
  private final ChatConfig config;
  private final Clock clock;
  private final Map<UUID, LiveAnswer> answers = new LinkedHashMap<>();
  private int reserved;
  private boolean stopping;

  LiveAnswers(ChatConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Keeps a place for an answer whose question is being stored.
   *
   * @throws BusFailure {@code OVERLOADED} when there are too many already
   */
  void reserve() {
    if (stopping) {
      throw new BusFailure(FailureCode.UNAVAILABLE, "The server is stopping; ask again shortly.");
    }
    if (isFull()) {
      forget(Long.MAX_VALUE);
    }
    if (isFull()) {
      throw new BusFailure(
          FailureCode.OVERLOADED, "Too many questions are being answered; ask again shortly.");
    }
    reserved++;
  }

  private boolean isFull() {
    return answers.size() + reserved >= config.liveAnswers();
  }

  /** Gives the place back. */
  void release() {
    reserved--;
  }

  void add(LiveAnswer answer) {
    answers.put(answer.question().answerId(), answer);
  }

  /** Of all that are in memory. */
  Set<UUID> ids() {
    return Set.copyOf(answers.keySet());
  }

  /** Only for the organization it belongs to. */
  Optional<LiveAnswer> find(UUID organizationId, UUID answerId) {
    return Optional.ofNullable(answers.get(answerId))
        .filter(live -> live.question().tenant().organizationId().equals(organizationId));
  }

  void interruptOf(UUID conversationId) {
    for (LiveAnswer answer : answers.values()) {
      if (answer.question().conversationId().filter(conversationId::equals).isPresent()) {
        answer.interrupt(Interruption.CANCELLED);
      }
    }
  }

  /** Cancels what nobody watches and forgets what has ended a while ago. */
  void sweep() {
    long now = clock.millis();
    forget(now - config.keptAfterEnd().toMillis());
    long since = now - config.unwatchedGrace().toMillis();
    for (LiveAnswer answer : answers.values()) {
      if (!answer.question().keepGoing() && answer.watchers().areGoneSince(since)) {
        answer.interrupt(Interruption.UNWATCHED);
      }
    }
  }

  private void forget(long endedBefore) {
    answers.values().removeIf(answer -> answer.endedBefore(endedBefore));
  }

  boolean isStopping() {
    return stopping;
  }

  /** Takes no more, and lets waiting watchers go. */
  void stop() {
    stopping = true;
    answers.values().forEach(answer -> answer.log().wakeWatchers());
  }

  /** Completes when all have ended. */
  Future<Void> whenAllEnded() {
    List<LiveAnswer> all = List.copyOf(answers.values());
    return Future.all(all.stream().map(LiveAnswer::whenEnded).toList()).mapEmpty();
  }

  void interruptAll() {
    answers.values().forEach(answer -> answer.interrupt(Interruption.STOPPING));
  }
}
