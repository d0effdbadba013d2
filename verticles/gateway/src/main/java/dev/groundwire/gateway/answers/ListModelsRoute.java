package dev.groundwire.gateway.answers;

import dev.groundwire.bus.llm.ListModels;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code GET /api/v1/models}: what may answer, the default first. */
final class ListModelsRoute implements ApiRoute {
  private final Bus bus;
  private final Duration deadline;

  ListModelsRoute(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String path() {
    return "/api/v1/models";
  }

  @Override
  public void handle(RoutingContext http) {
    bus.request(LlmBus.LIST_MODELS, new ListModels(), deadline)
        .onSuccess(listed -> JsonReply.ok(http, listed))
        .onFailure(http::fail);
  }
}
