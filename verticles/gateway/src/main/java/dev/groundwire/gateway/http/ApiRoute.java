package dev.groundwire.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * One call of the public API. What its handler throws or fails with becomes a problem document.
 *
 * @param path with parameters as {@code :name}
 */
public record ApiRoute(HttpMethod method, String path, Handler<RoutingContext> handler) {}
