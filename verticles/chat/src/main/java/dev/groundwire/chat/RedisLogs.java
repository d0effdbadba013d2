package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in Redis: a list for each answer and term, so that an owner of an earlier term writes beside
 * what counts. What is not written yet is in the answers' own logs and nowhere else, so an outage
 * costs no memory; one call is under way at a time. Confined to the loop, but for reading.
 */
final class RedisLogs implements SharedLogs {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLogs.class);
  private static final String KEY = "groundwire:answer:";
  private static final int ANSWERS_AT_ONCE = 200;
  private static final int ENTRIES_AT_ONCE = 256;
  private static final int MOST_GONE = 200;
  private static final int TERMS_BACK = 3;
  private static final long AGAIN_MILLIS = 250;

  private final Vertx vertx;
  private final RedisLink link;
  private final AnswerLoop loop;
  private final Duration flush;
  private final long ttlSeconds;
  private final Map<LiveAnswer, Kept> kept = new HashMap<>();
  private final Set<Kept> grown = new LinkedHashSet<>();

  /** Keys of answers that have ended; those beyond the bound end with their time to live. */
  private final List<String> gone = new ArrayList<>();

  private final List<Promise<Void>> settling = new ArrayList<>();
  private boolean writing;
  private boolean scheduled;

  RedisLogs(Vertx vertx, RedisLink link, AnswerLoop loop, ChatConfig.NodesConfig config) {
    this.vertx = vertx;
    this.link = link;
    this.loop = loop;
    this.flush = config.logFlush();
    this.ttlSeconds = config.logTtl().toSeconds();
  }

  /** How far the log of one answer is written. */
  private static final class Kept {
    private final LiveAnswer answer;
    private final String key;
    private long seq;
    private long length;
    private boolean released;

    Kept(LiveAnswer answer) {
      this.answer = answer;
      this.key = key(answer.question().answerId(), answer.term());
    }

    boolean isBehind() {
      return answer.isLongerThan(seq);
    }
  }

  /** Entries on their way. */
  private record Written(Kept kept, long lastSeq, int entries, int reply) {}

  private static String key(UUID answerId, int term) {
    return KEY + answerId + ":" + term;
  }

  @Override
  public void grown(LiveAnswer answer) {
    grown.add(kept.computeIfAbsent(answer, Kept::new));
    schedule(flush.toMillis());
  }

  @Override
  public void forget(LiveAnswer answer) {
    Kept known = kept.remove(answer);
    if (known != null) {
      grown.remove(known);
      if (gone.size() < MOST_GONE) {
        gone.add(known.key);
      }
      schedule(flush.toMillis());
    }
  }

  @Override
  public void release(LiveAnswer answer) {
    Kept known = kept.get(answer);
    if (known != null) {
      known.released = true;
      if (!known.isBehind()) {
        kept.remove(answer);
      }
    }
  }

  @Override
  public Future<Void> settled() {
    Promise<Void> promise = Promise.promise();
    settling.add(promise);
    write();
    return promise.future();
  }

  private void schedule(long millis) {
    if (!scheduled && !writing) {
      scheduled = true;
      vertx.setTimer(
          Math.max(1, millis),
          fired -> {
            scheduled = false;
            write();
          });
    }
  }

  private void write() {
    if (writing) {
      return;
    }
    List<Request> commands = new ArrayList<>();
    List<Written> written = new ArrayList<>();
    Iterator<Kept> next = grown.iterator();
    while (next.hasNext() && written.size() < ANSWERS_AT_ONCE) {
      Kept one = next.next();
      next.remove();
      if (one.isBehind()) {
        written.add(append(one, commands));
      }
    }
    gone.forEach(key -> commands.add(Request.cmd(Command.UNLINK).arg(key)));
    gone.clear();
    if (commands.isEmpty()) {
      settle();
      return;
    }
    writing = true;
    link.call(commands)
        .onComplete(
            replies -> loop.run(() -> written(written, replies)),
            failure -> loop.run(() -> notWritten(written, failure)));
  }

  private Written append(Kept one, List<Request> commands) {
    List<LogEntry> entries = one.answer.after(one.seq, ENTRIES_AT_ONCE).entries();
    Request push = Request.cmd(Command.RPUSH).arg(one.key);
    entries.forEach(entry -> push.arg(entry.seq() + " " + entry.type() + " " + entry.data()));
    commands.add(push);
    Written written =
        new Written(one, entries.getLast().seq(), entries.size(), commands.size() - 1);
    if (one.length == 0) {
      commands.add(Request.cmd(Command.EXPIRE).arg(one.key).arg(ttlSeconds));
    }
    return written;
  }

  private void written(List<Written> all, List<Response> replies) {
    writing = false;
    for (Written each : all) {
      Kept one = each.kept();
      long length =
          Objects.requireNonNull(replies.get(each.reply()).toLong(), "RPUSH replies a length");
      if (length < one.length + each.entries()) { // a Redis that has lost what it had
        one.seq = 0;
        one.length = 0;
      } else {
        one.seq = each.lastSeq();
        one.length = length;
      }
      lookAgain(one);
    }
    goOn(flush.toMillis());
  }

  /** What of it was written nobody knows: it is written again, and a reader leaves out the rest. */
  private void notWritten(List<Written> all, Throwable failure) {
    writing = false;
    LOG.atDebug().setCause(failure).log("logs of answers not kept yet");
    all.forEach(each -> lookAgain(each.kept()));
    settle();
    goOn(AGAIN_MILLIS);
  }

  private void lookAgain(Kept one) {
    if (!kept.containsKey(one.answer)) {
      return; // forgotten meanwhile
    }
    if (one.isBehind()) {
      grown.add(one);
    } else if (one.released) {
      kept.remove(one.answer);
    }
  }

  private void goOn(long millis) {
    if (grown.isEmpty() && gone.isEmpty()) {
      settle();
    } else if (settling.isEmpty()) {
      schedule(millis);
    } else {
      write();
    }
  }

  private void settle() {
    settling.forEach(Promise::complete);
    settling.clear();
  }

  @Override
  public Optional<ToldLog> toldBefore(UUID answerId, int term) {
    try {
      for (int each = term - 1; each >= Math.max(0, term - TERMS_BACK); each--) {
        List<LogEntry> entries = read(key(answerId, each));
        if (!entries.isEmpty()) {
          return Optional.of(ToldLog.of(entries));
        }
      }
      return Optional.of(ToldLog.NOTHING);
    } catch (BusFailure away) {
      LOG.atWarn()
          .addKeyValue("answer", answerId)
          .addKeyValue("reason", away.getMessage())
          .log("what an answer has told is not known");
      return Optional.empty();
    }
  }

  private List<LogEntry> read(String key) {
    Request all = Request.cmd(Command.LRANGE).arg(key).arg(0).arg(-1);
    List<LogEntry> entries = new ArrayList<>();
    for (Response text : link.call(List.of(all)).await().getFirst()) {
      entries.add(entry(text.toString()));
    }
    return entries;
  }

  private static LogEntry entry(String text) {
    int type = text.indexOf(' ') + 1;
    int data = text.indexOf(' ', type) + 1;
    return new LogEntry(
        Long.parseLong(text.substring(0, type - 1)),
        text.substring(type, data - 1),
        text.substring(data));
  }
}
