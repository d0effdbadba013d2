package dev.groundwire.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** One call of the public API. What it throws or fails with becomes a problem document. */
public interface ApiRoute extends Handler<RoutingContext> {
  HttpMethod method();

  /** Parameters as {@code :name}. */
  String path();
}
