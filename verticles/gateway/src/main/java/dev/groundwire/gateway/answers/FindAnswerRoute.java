package dev.groundwire.gateway.answers;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code GET /api/v1/answers/{id}}: the answer as far as it is written. */
final class FindAnswerRoute implements ApiRoute {
  private final Bus bus;
  private final Duration deadline;

  FindAnswerRoute(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String path() {
    return "/api/v1/answers/:id";
  }

  @Override
  public void handle(RoutingContext http) {
    FindAnswer request = new FindAnswer(Caller.of(http).organizationId(), PathIds.of(http, "id"));
    bus.request(ChatBus.FIND_ANSWER, request, deadline)
        .onSuccess(found -> JsonReply.ok(http, found))
        .onFailure(http::fail);
  }
}
