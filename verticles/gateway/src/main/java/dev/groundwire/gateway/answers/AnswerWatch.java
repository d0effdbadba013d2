package dev.groundwire.gateway.answers;

import dev.groundwire.bus.chat.AnswerLogRead;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.ReadAnswerLog;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/**
 * Passes an answer's log to one watcher. What comes next is read only once the client took what
 * came before, so a slow client costs nobody but itself.
 */
final class AnswerWatch {
  private final RoutingContext http;
  private final Bus bus;
  private final EventStream stream;
  private final UUID organization;
  private final UUID answer;
  private final int heartbeatMillis;
  private final Duration readDeadline;

  AnswerWatch(
      RoutingContext http,
      Bus bus,
      EventStream stream,
      AnswerReplies.Timing timing,
      UUID organization,
      UUID answer) {
    this.http = http;
    this.bus = bus;
    this.stream = stream;
    this.organization = organization;
    this.answer = answer;
    this.heartbeatMillis = Math.toIntExact(timing.heartbeat().toMillis());
    this.readDeadline = timing.heartbeat().plus(timing.deadline());
  }

  /** The first read does not wait: the head must reach the client at once. */
  void run(long after) {
    read(after, 0);
  }

  private void read(long after, int waitMillis) {
    if (!stream.isClosed()) {
      bus.request(
              ChatBus.READ_ANSWER_LOG,
              new ReadAnswerLog(organization, answer, after, waitMillis),
              readDeadline)
          .onSuccess(read -> pass(read, after))
          .onFailure(stream::fail);
    }
  }

  private void pass(AnswerLogRead read, long after) {
    if (!read.entries().isEmpty()) {
      long last = read.entries().getLast().seq();
      stream.write(events(read)).onSuccess(ignored -> goOn(read.ended(), last));
    } else if (!read.ended()) {
      stream.heartbeat().onSuccess(ignored -> goOn(false, after));
    } else if (stream.hasBegun()) {
      stream.end();
    } else {
      JsonReply.empty(http, 204); // tells a browser's EventSource not to reconnect
    }
  }

  private void goOn(boolean ended, long after) {
    if (ended) {
      stream.end();
    } else {
      read(after, heartbeatMillis);
    }
  }

  private static StringBuilder events(AnswerLogRead read) {
    StringBuilder events = new StringBuilder();
    for (LogEntry entry : read.entries()) {
      EventStream.append(events, entry.seq(), entry.type(), entry.data());
    }
    return events;
  }
}
