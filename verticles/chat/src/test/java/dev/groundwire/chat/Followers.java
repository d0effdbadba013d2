package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Inflow;
import dev.groundwire.platform.bus.StreamReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Watches answers as the gateway does, on an event loop of its own. */
final class Followers extends VerticleBase {
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  private @Nullable Bus bus;

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    return Future.succeededFuture();
  }

  /**
   * @param grants credits given back for each item: 0 for a watcher that takes what it may and then
   *     no more
   */
  Follower follow(WatchAnswer request, int grants) {
    Follower follower = new Follower(grants);
    Promise<Inflow<LogEntries>> opened = Promise.promise();
    context.runOnContext(ignored -> {
      Inflow<LogEntries> inflow =
          Objects.requireNonNull(bus).open(ChatBus.WATCH_ANSWER, request, DEADLINE, follower);
      follower.inflow = inflow;
      opened.complete(inflow);
    });
    opened.future().await();
    return follower;
  }

  final class Follower implements StreamReader<LogEntries> {
    private final int grants;
    private final List<LogEntry> entries = new ArrayList<>();
    private final Promise<Void> ended = Promise.promise();
    private @Nullable Inflow<LogEntries> inflow;
    private Predicate<LogEntry> wanted = entry -> false;
    private Promise<LogEntry> found = Promise.promise();
    private int items;

    private Follower(int grants) {
      this.grants = grants;
    }

    @Override
    public synchronized void item(LogEntries item) {
      items++;
      entries.addAll(item.entries());
      item.entries().stream().filter(wanted).forEach(found::tryComplete);
      if (grants > 0) {
        Objects.requireNonNull(inflow).grant(grants);
      }
    }

    @Override
    public void end() {
      ended.complete();
    }

    @Override
    public synchronized void fail(BusFailure why) {
      ended.fail(why);
      found.tryFail(why);
    }

    synchronized int items() {
      return items;
    }

    synchronized List<LogEntry> entries() {
      return List.copyOf(entries);
    }

    /** To the end of the log. */
    List<LogEntry> all() {
      await(ended.future());
      return entries();
    }

    LogEntry awaitEntry(Predicate<LogEntry> which) {
      return await(find(which));
    }

    private synchronized Future<LogEntry> find(Predicate<LogEntry> which) {
      wanted = which;
      found = Promise.promise();
      entries.stream().filter(which).forEach(found::tryComplete);
      return found.future();
    }

    private static <T> T await(Future<T> future) {
      return future.timeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).await();
    }

    void grant(int credits) {
      context.runOnContext(ignored -> Objects.requireNonNull(inflow).grant(credits));
    }

    void leave() {
      context.runOnContext(ignored -> Objects.requireNonNull(inflow).cancel());
    }
  }
}
