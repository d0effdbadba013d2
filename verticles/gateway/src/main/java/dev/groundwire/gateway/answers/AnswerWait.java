package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.StoredFailure;
import dev.groundwire.gateway.idempotency.Attempt;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for a whole answer; by watching its log, so that the answer counts as watched. */
final class AnswerWait {
  private static final String MEMBER = "answerId";

  private final RoutingContext http;
  private final Bus bus;
  private final AnswerLogs logs;
  private final AnswerReplies.Timing timing;
  private final UUID organization;
  private final LogEnd log = new LogEnd();

  AnswerWait(
      RoutingContext http,
      Bus bus,
      AnswerLogs logs,
      AnswerReplies.Timing timing,
      UUID organization) {
    this.http = http;
    this.bus = bus;
    this.logs = logs;
    this.timing = timing;
    this.organization = organization;
    http.addEndHandler(ignored -> log.leave());
  }

  void until(AnswerStarted started) {
    UUID answer = started.answerId();
    log.follow(listener ->
        logs.follow(new WatchAnswer(organization, answer, 0), started.owner(), listener));
    log.reached()
        .timeout(timing.answer().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> stillThere(answer, failure))
        .compose(error -> error.isPresent() ? failed(error.get(), answer) : whole(answer))
        .onComplete(ignored -> log.leave())
        .onSuccess(view -> JsonReply.ok(http, view))
        .onFailure(http::fail);
  }

  private Future<AnswerView> failed(String document, UUID answer) {
    Attempt.of(http).ifPresent(Attempt::failed);
    return Future.failedFuture(StoredFailure.of(document, MEMBER, answer));
  }

  private Future<AnswerView> whole(UUID answer) {
    return bus.request(
        ChatBus.FIND_ANSWER, new FindAnswer(organization, answer), timing.deadline());
  }

  /** What fails here is the wait, so the client is told where the answer is. */
  private <T> Future<T> stillThere(UUID answer, Throwable failure) {
    @Nullable BusFailure told =
        switch (failure) {
          case TimeoutException late ->
              new BusFailure(
                  FailureCode.TIMEOUT,
                  "The answer is still being written; look for it at the Location, or stream it.");
          case BusFailure known when known.code().retryable() -> known;
          default -> null;
        };
    if (told == null) {
      return Future.failedFuture(failure);
    }
    http.response().putHeader("Location", AnswerReplies.location(answer));
    return Future.failedFuture(new StoredFailure(told, MEMBER, answer));
  }
}
