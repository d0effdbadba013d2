package dev.groundwire.gateway.answers;

import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code DELETE /api/v1/answers/{id}}: stops it; harmless when it has ended. */
final class CancelAnswerRoute implements ApiRoute {
  private final Bus bus;
  private final Duration deadline;

  CancelAnswerRoute(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.DELETE;
  }

  @Override
  public String path() {
    return "/api/v1/answers/:id";
  }

  @Override
  public void handle(RoutingContext http) {
    CancelAnswer request =
        new CancelAnswer(Caller.of(http).organizationId(), PathIds.of(http, "id"));
    bus.request(ChatBus.CANCEL_ANSWER, request, deadline)
        .onSuccess(done -> JsonReply.empty(http, 202))
        .onFailure(http::fail);
  }
}
