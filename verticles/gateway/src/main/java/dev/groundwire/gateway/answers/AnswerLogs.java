package dev.groundwire.gateway.answers;

import dev.groundwire.bus.chat.AnswerTaken;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The logs of answers that clients of this gateway follow. Confined to its event loop. */
public final class AnswerLogs {
  private final Vertx vertx;
  private final Bus bus;
  private final RandomGenerator random;
  private final Duration deadline;
  private final Duration patience;
  private final Map<UUID, Set<FollowedLog>> followed = new HashMap<>();
  private boolean stopping;

  /**
   * @param deadline to be let in
   * @param patience how long a log whose writer is gone is looked for elsewhere
   */
  public AnswerLogs(
      Vertx vertx, Bus bus, RandomGenerator random, Duration deadline, Duration patience) {
    this.vertx = vertx;
    this.bus = bus;
    this.random = random;
    this.deadline = deadline;
    this.patience = patience;
  }

  /** Completes when it hears of answers that were taken over. */
  public Future<Void> listen() {
    return bus.onHint(ChatBus.ANSWER_TAKEN, this::taken);
  }

  /** What breaks from now on is not looked for elsewhere. */
  public void stop() {
    stopping = true;
  }

  /**
   * @param owner who writes it, if that is known
   */
  public FollowedLog follow(WatchAnswer request, Optional<UUID> owner, LogReader reader) {
    FollowedLog log = new FollowedLog(this, request, reader);
    followed.computeIfAbsent(request.answerId(), ignored -> new HashSet<>(1)).add(log);
    log.open(owner);
    return log;
  }

  private void taken(AnswerTaken taken) {
    List.copyOf(followed.getOrDefault(taken.answerId(), Set.of()))
        .forEach(log -> log.taken(taken.owner()));
  }

  void forget(UUID answer, FollowedLog log) {
    Set<FollowedLog> same = followed.get(answer);
    if (same != null && same.remove(log) && same.isEmpty()) {
      followed.remove(answer);
    }
  }

  boolean isStopping() {
    return stopping;
  }

  Vertx vertx() {
    return vertx;
  }

  Bus bus() {
    return bus;
  }

  RandomGenerator random() {
    return random;
  }

  Duration deadline() {
    return deadline;
  }

  Duration patience() {
    return patience;
  }
}
