package dev.groundwire.gateway.answers;

import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.StreamKind;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.gateway.idempotency.Attempt;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives an answer the way the client wants it: streamed, whole, or as an address for later. */
final class AnswerReplies {
  private final Bus bus;
  private final AnswerLogs logs;
  private final StreamSlots streams;
  private final Timing timing;

  AnswerReplies(Bus bus, AnswerLogs logs, StreamSlots streams, Timing timing) {
    this.bus = bus;
    this.logs = logs;
    this.streams = streams;
    this.timing = timing;
  }

  /**
   * To be called before the first wait, so that a client that leaves is noticed in all of it.
   *
   * @param start begins an answer, unless this request was made before and has one
   */
  void give(RoutingContext http, Supplier<Future<AnswerStarted>> start) {
    Optional<Attempt> attempt = Attempt.of(http);
    Optional<UUID> earlier = attempt.flatMap(Attempt::answer);
    Consumer<AnswerStarted> reply = prepare(http, earlier.isPresent() ? LastEventId.of(http) : 0);
    earlier
        .map(answer -> Future.succeededFuture(new AnswerStarted(answer, Optional.empty())))
        .orElseGet(() -> start.get().compose(answer -> remembered(attempt, answer)))
        .onSuccess(reply::accept)
        .onFailure(http::fail);
  }

  private static Future<AnswerStarted> remembered(Optional<Attempt> attempt, AnswerStarted answer) {
    return attempt.isEmpty()
        ? Future.succeededFuture(answer)
        : attempt.get().began(answer.answerId()).map(answer);
  }

  private Consumer<AnswerStarted> prepare(RoutingContext http, long after) {
    UUID organization = Caller.of(http).organizationId();
    if (isLater(http)) {
      return answer -> later(http, answer.answerId());
    }
    if (wants(http.request().getHeader("Accept"), "text/event-stream")) {
      EventStream stream = streams.open(http, StreamKind.ANSWER);
      return answer -> {
        // A line that breaks before the first event arrives has then still named the answer.
        http.response().putHeader("Location", location(answer.answerId()));
        watch(
            http, stream, new WatchAnswer(organization, answer.answerId(), after), answer.owner());
      };
    }
    return new AnswerWait(http, bus, logs, timing, organization)::until;
  }

  /** True for a client that does not wait: its answer goes on though nobody watches. */
  boolean isLater(RoutingContext http) {
    return wants(http.request().getHeader("Prefer"), "respond-async");
  }

  /**
   * @param owner who writes it, if that is known
   */
  void watch(RoutingContext http, EventStream stream, WatchAnswer watch, Optional<UUID> owner) {
    new AnswerWatch(http, logs, stream).run(watch, owner);
  }

  private static void later(RoutingContext http, UUID answer) {
    http.response()
        .putHeader("Location", location(answer))
        .putHeader("Preference-Applied", "respond-async");
    JsonReply.send(http, 202, new Accepted(answer));
  }

  private record Accepted(UUID answerId) {}

  static String location(UUID answer) {
    return "/api/v1/answers/" + answer;
  }

  private static boolean wants(@Nullable String header, String value) {
    return header != null && header.toLowerCase(Locale.ROOT).contains(value);
  }

  /**
   * @param deadline for what a room is asked
   * @param answer how long a client waits for a whole answer
   */
  record Timing(Duration deadline, Duration answer) {}
}
