package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.bus.Inflow;
import dev.groundwire.platform.bus.StreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log of one answer as one client follows it: opened at its owner where that is known, and when
 * the owner is gone, again behind the last entry that came, until another node has it.
 */
public final class FollowedLog {
  private static final Duration OWNER_ANSWERS = Duration.ofSeconds(3);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final long NONE = -1;

  private final AnswerLogs logs;
  private final WatchAnswer request;
  private final LogReader reader;
  private Optional<UUID> owner = Optional.empty();
  private @Nullable Inflow<LogEntries> inflow;
  private long seen;

  /** Items that came and for which no credit was given back yet. */
  private int untaken;

  /** Those of them that came by an opening before: their credits are void. */
  private int stale;

  private long timer = NONE;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long brokenNanos;
  private boolean broken;
  private boolean hasBegun;
  private boolean over;

  FollowedLog(AnswerLogs logs, WatchAnswer request, LogReader reader) {
    this.logs = logs;
    this.request = request;
    this.reader = reader;
    this.seen = request.after();
  }

  void open(Optional<UUID> at) {
    owner = at;
    stale = untaken;
    WatchAnswer rest = new WatchAnswer(request.organizationId(), request.answerId(), seen);
    Opening opening = new Opening();
    inflow =
        at.isPresent()
            ? logs.bus()
                .open(ChatBus.WATCH_ANSWER.on(at.get()), rest, shorter(logs.deadline()), opening)
            : logs.bus().open(ChatBus.WATCH_ANSWER, rest, logs.deadline(), opening);
  }

  private static Duration shorter(Duration deadline) {
    return deadline.compareTo(OWNER_ANSWERS) < 0 ? deadline : OWNER_ANSWERS;
  }

  /** Another node has the answer: what the one before still sends does not count. */
  void taken(UUID by) {
    if (!over && !owner.equals(Optional.of(by))) {
      leave();
      open(Optional.of(by));
    }
  }

  /** Lets so many items more be sent, once for each item that came. */
  public void grant(int items) {
    untaken -= items;
    int old = Math.min(stale, items);
    stale -= old;
    if (items > old && inflow != null) {
      inflow.grant(items - old);
    }
  }

  /** Wants no more. Harmless when it is over. */
  public void cancel() {
    if (!over) {
      finish();
      leave();
    }
  }

  private void leave() {
    if (inflow != null) {
      inflow.cancel();
    }
    logs.vertx().cancelTimer(timer);
    timer = NONE;
  }

  private void finish() {
    over = true;
    logs.forget(request.answerId(), this);
  }

  private void failed(BusFailure why) {
    if (!mayComeBack(why)) {
      finish();
      if (hasBegun && logs.isStopping()) {
        reader.leftToOthers(why);
      } else {
        reader.fail(why);
      }
      return;
    }
    if (!broken) {
      broken = true;
      brokenNanos = System.nanoTime();
      pauseMillis = FIRST_PAUSE_MILLIS;
      if (hasBegun) {
        reader.interrupted();
      }
    }
    long spread = pauseMillis / 2 + logs.random().nextLong(pauseMillis);
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    timer = logs.vertx().setTimer(spread, fired -> open(Optional.empty()));
  }

  private boolean mayComeBack(BusFailure why) {
    boolean isGone =
        why.code() == FailureCode.UNAVAILABLE
            || why.code() == FailureCode.TIMEOUT
            || (broken && why.code() == FailureCode.OVERLOADED);
    boolean isWorthIt = hasBegun || broken || owner.isPresent() || why.retryAfter().isPresent();
    boolean inTime = !broken || System.nanoTime() - brokenNanos < logs.patience().toNanos();
    return isGone && isWorthIt && inTime && !logs.isStopping();
  }

  private final class Opening implements StreamReader<LogEntries> {
    @Override
    public void item(LogEntries entries) {
      hasBegun = true;
      broken = false;
      untaken++;
      reader.item(unseen(entries));
    }

    private LogEntries unseen(LogEntries entries) {
      List<LogEntry> all = entries.entries();
      long before = seen;
      seen = Math.max(seen, all.getLast().seq());
      return all.getFirst().seq() > before
          ? entries
          : new LogEntries(all.stream().filter(entry -> entry.seq() > before).toList());
    }

    @Override
    public void end() {
      finish();
      reader.end();
    }

    @Override
    public void fail(BusFailure why) {
      failed(why);
    }
  }
}
