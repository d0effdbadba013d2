package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Inflow;
import dev.groundwire.platform.bus.StreamReader;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Passes an answer's log to one watcher. More is asked for only once the client took what came
 * before, so a slow client costs nobody but itself.
 */
final class AnswerWatch implements StreamReader<LogEntries> {
  private final RoutingContext http;
  private final Bus bus;
  private final EventStream stream;
  private final Duration deadline;

  AnswerWatch(RoutingContext http, Bus bus, EventStream stream, Duration deadline) {
    this.http = http;
    this.bus = bus;
    this.stream = stream;
    this.deadline = deadline;
  }

  void run(WatchAnswer watch) {
    if (!stream.isClosed()) {
      stream.resumable();
      Inflow<LogEntries> log = bus.open(ChatBus.WATCH_ANSWER, watch, deadline, this);
      stream.onTaken(log::grant);
      stream.onClose(log::cancel);
    }
  }

  @Override
  public void item(LogEntries log) {
    for (LogEntry entry : log.entries()) {
      stream.event(entry.seq(), entry.type(), entry.data());
    }
    stream.item();
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
