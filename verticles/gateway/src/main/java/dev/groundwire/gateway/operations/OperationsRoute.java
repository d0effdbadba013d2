package dev.groundwire.gateway.operations;

import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.JsonReply;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * {@code GET /api/v1/operations}: how the node does, for whoever has the service key, as it tells
 * of all organizations together.
 */
public final class OperationsRoute implements Handler<RoutingContext> {
  private final Operations operations;

  private OperationsRoute(Operations operations) {
    this.operations = operations;
  }

  public static ApiRoute of(Operations operations) {
    return new ApiRoute(HttpMethod.GET, "/api/v1/operations", new OperationsRoute(operations));
  }

  @Override
  public void handle(RoutingContext http) {
    if (!Caller.of(http).isOperator()) {
      throw new HttpRefusal(403, "Only the service key (SERVICE_API_KEY) may see this.", Map.of());
    }
    operations.now().onSuccess(found -> JsonReply.ok(http, found)).onFailure(http::fail);
  }
}
