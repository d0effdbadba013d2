package dev.groundwire.gateway.search;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonFields;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/** {@code POST /api/v1/workspaces/{ws}/search}: the passages that best answer a question. */
public final class SearchRoute implements Handler<RoutingContext> {
  private static final int DEFAULT_LIMIT = 10;

  private final Workspaces workspaces;
  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  public SearchRoute(Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    json.read(http, "query", "limit", "mode", "filter", "explain")
        .compose(body -> workspaces.tenantOf(http).compose(tenant -> search(tenant, body)))
        .onSuccess(hits -> JsonReply.ok(http, hits))
        .onFailure(http::fail);
  }

  private Future<Hits> search(Tenant tenant, JsonFields body) {
    FindPassages search =
        new FindPassages(
            tenant,
            body.text("query"),
            body.number("limit", DEFAULT_LIMIT),
            body.optionalText("mode").map(SearchRoute::mode).orElse(SearchMode.HYBRID),
            FilterFields.of(body),
            body.flag("explain"));
    return bus.request(RetrievalBus.FIND_PASSAGES, search, deadline)
        .map(found -> new Hits(found.passages()));
  }

  private static SearchMode mode(String text) {
    for (SearchMode mode : SearchMode.values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new BusFailure(FailureCode.INVALID_REQUEST, "mode is not one of hybrid, dense, lexical.");
  }

  private record Hits(List<Passage> hits) {}
}
