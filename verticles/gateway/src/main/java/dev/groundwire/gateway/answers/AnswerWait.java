package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerLogRead;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.ReadAnswerLog;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.StoredFailure;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a whole answer; by reading its log, so that the answer counts as watched. */
final class AnswerWait {
  private static final String MEMBER = "answerId";

  private final RoutingContext http;
  private final Bus bus;
  private final AnswerReplies.Timing timing;
  private final UUID organization;
  private boolean over;

  AnswerWait(RoutingContext http, Bus bus, AnswerReplies.Timing timing, UUID organization) {
    this.http = http;
    this.bus = bus;
    this.timing = timing;
    this.organization = organization;
    http.addEndHandler(ignored -> over = true);
  }

  void until(UUID answer) {
    ended(answer, 0)
        .timeout(timing.answer().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> typed(answer, failure))
        .compose(last -> whole(answer, last))
        .onSuccess(view -> JsonReply.ok(http, view))
        .onFailure(http::fail);
  }

  private Future<AnswerView> whole(UUID answer, AnswerLogRead last) {
    for (LogEntry entry : last.entries()) {
      if (entry.type().equals("error")) {
        return Future.failedFuture(StoredFailure.of(entry.data(), MEMBER, answer));
      }
    }
    return bus.request(
        ChatBus.FIND_ANSWER, new FindAnswer(organization, answer), timing.deadline());
  }

  private Future<AnswerLogRead> ended(UUID answer, long after) {
    Duration wait = timing.heartbeat();
    ReadAnswerLog request =
        new ReadAnswerLog(organization, answer, after, Math.toIntExact(wait.toMillis()));
    return bus.request(ChatBus.READ_ANSWER_LOG, request, wait.plus(timing.deadline()))
        .compose(read ->
            read.ended() || over
                ? Future.succeededFuture(read)
                : ended(answer, lastOf(read, after)));
  }

  private static long lastOf(AnswerLogRead read, long after) {
    return read.entries().isEmpty() ? after : read.entries().getLast().seq();
  }

  private Future<AnswerLogRead> typed(UUID answer, Throwable failure) {
    if (!(failure instanceof TimeoutException)) {
      return Future.failedFuture(failure);
    }
    http.response().putHeader("Location", AnswerReplies.location(answer));
    return Future.failedFuture(
        new StoredFailure(
            new BusFailure(
                FailureCode.TIMEOUT,
                "The answer is still being written; look for it at the Location, or stream it."),
            MEMBER,
            answer));
  }
}
