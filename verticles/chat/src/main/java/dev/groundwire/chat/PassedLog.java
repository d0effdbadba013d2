package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Inflow;
import dev.groundwire.platform.bus.StreamReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log on its way from the node that writes it to a watcher that has come here. No more is asked
 * for than the watcher takes. Confined to the loop.
 */
final class PassedLog implements StreamReader<LogEntries> {
  private static final Duration OPENED_WITHIN = Duration.ofSeconds(3);

  private final Watch watch;
  private final Runnable over;
  private final Deque<LogEntries> waiting = new ArrayDeque<>();
  private @Nullable Inflow<LogEntries> inflow;
  private boolean ended;

  private PassedLog(Watch watch, Runnable over) {
    this.watch = watch;
    this.over = over;
  }

  /**
   * @param over runs when nothing more comes
   */
  static void open(Bus bus, UUID owner, WatchAnswer request, Watch watch, Runnable over) {
    PassedLog log = new PassedLog(watch, over);
    Inflow<LogEntries> inflow =
        bus.open(ChatBus.WATCH_ANSWER.on(owner), request, OPENED_WITHIN, log);
    log.inflow = inflow;
    watch.out().onCredit(log::pass);
    watch
        .out()
        .onCancel(() -> {
          inflow.cancel();
          over.run();
        });
  }

  @Override
  public void item(LogEntries entries) {
    waiting.add(entries);
    pass();
  }

  private void pass() {
    while (!waiting.isEmpty() && watch.hasCredit()) {
      watch.send(waiting.remove());
      if (inflow != null) {
        inflow.grant(1);
      }
    }
    if (ended && waiting.isEmpty()) {
      over.run();
      watch.out().end();
    }
  }

  @Override
  public void end() {
    ended = true;
    pass();
  }

  /** What the watcher has no room for yet, it gets from wherever it looks next. */
  @Override
  public void fail(BusFailure why) {
    over.run();
    boolean isGone = why.code() == FailureCode.UNAVAILABLE || why.code() == FailureCode.TIMEOUT;
    watch.out().fail(isGone ? ownerGone() : why);
  }

  private static BusFailure ownerGone() {
    return new BusFailure(
        FailureCode.UNAVAILABLE,
        "The server that writes this answer does not answer; another one takes over. Ask again.",
        Duration.ofSeconds(1));
  }
}
