package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.StreamKind;
import dev.groundwire.gateway.http.StreamSlots;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** {@code GET /api/v1/answers/{id}/events}: watches an answer, or resumes after an event. */
final class WatchAnswerRoute implements Handler<RoutingContext> {
  private static final Pattern SEQUENCE_NUMBER = Pattern.compile("\\d{1,18}");

  private final StreamSlots streams;
  private final AnswerReplies replies;

  WatchAnswerRoute(StreamSlots streams, AnswerReplies replies) {
    this.streams = streams;
    this.replies = replies;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID answer = PathIds.of(http, "id");
    long after = after(http);
    EventStream stream = streams.open(http, StreamKind.ANSWER);
    replies.watch(
        http,
        stream,
        new WatchAnswer(Caller.of(http).organizationId(), answer, after),
        Optional.empty());
  }

  /** A reconnecting browser repeats its address and adds the header, so the header counts. */
  private static long after(RoutingContext http) {
    String header = http.request().getHeader("Last-Event-ID");
    String text = header == null ? http.queryParams().get("after") : header;
    if (text == null || text.isEmpty()) {
      return 0;
    }
    if (!SEQUENCE_NUMBER.matcher(text).matches()) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "Last-Event-ID or after is not the id of an event, such as 7.");
    }
    return Long.parseLong(text);
  }
}
