package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.idempotency.Attempt;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * Passes an answer's log to one watcher. More is asked for only once the client took what came
 * before, so a slow client costs nobody but itself.
 */
final class AnswerWatch implements LogReader {
  private static final String STATUS = "status";
  private static final String ERROR = "error";
  private static final String INTERRUPTED = ",\"interrupted\":true}";

  private final RoutingContext http;
  private final AnswerLogs logs;
  private final EventStream stream;

  /** The last one that the client was told. */
  private String status = "{}";

  AnswerWatch(RoutingContext http, AnswerLogs logs, EventStream stream) {
    this.http = http;
    this.logs = logs;
    this.stream = stream;
  }

  void run(WatchAnswer watch, Optional<UUID> owner) {
    if (!stream.isClosed()) {
      stream.resumable();
      status = "{\"state\":\"generating\",\"answerId\":\"" + watch.answerId() + "\"}";
      FollowedLog log = logs.follow(watch, owner, this);
      stream.onTaken(log::grant);
      stream.onClose(log::cancel);
    }
  }

  @Override
  public void item(LogEntries log) {
    for (LogEntry entry : log.entries()) {
      stream.event(entry.seq(), entry.type(), entry.data());
      if (entry.type().equals(STATUS)) {
        status = entry.data();
      } else if (entry.type().equals(ERROR)) {
        Attempt.of(http).ifPresent(Attempt::failed);
      }
    }
    stream.item();
  }

  /** Where it was, and that it stands still there: no entry of the log, and so without an id. */
  @Override
  public void interrupted() {
    if (!stream.isUntouched()) {
      stream.event(STATUS, status.substring(0, status.length() - 1) + INTERRUPTED);
    }
  }

  /** The end of the stream is none of the answer: clients of event streams connect again. */
  @Override
  public void leftToOthers(BusFailure why) {
    if (stream.isUntouched()) {
      fail(why);
    } else {
      interrupted();
      stream.end();
    }
  }

  @Override
  public void end() {
    if (stream.isUntouched() && !stream.isClosed()) {
      JsonReply.empty(http, 204); // tells a browser's EventSource not to reconnect
    } else {
      stream.end();
    }
  }

  @Override
  public void fail(BusFailure why) {
    stream.fail(why);
  }
}
