package dev.groundwire.gateway.answers;

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

/** {@code GET /api/v1/answers/{id}/events}: watches an answer, or resumes after an event. */
final class WatchAnswerRoute implements Handler<RoutingContext> {
  private final StreamSlots streams;
  private final AnswerReplies replies;

  WatchAnswerRoute(StreamSlots streams, AnswerReplies replies) {
    this.streams = streams;
    this.replies = replies;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID answer = PathIds.of(http, "id");
    long after = LastEventId.of(http);
    EventStream stream = streams.open(http, StreamKind.ANSWER);
    replies.watch(
        http,
        stream,
        new WatchAnswer(Caller.of(http).organizationId(), answer, after),
        Optional.empty());
  }
}
