package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for keys while there are none: a web page that somebody visits must not reach the
 * loopback port through their browser, be it by a name that resolves to 127.0.0.1 or by a form.
 */
public final class OriginGuard implements Handler<RoutingContext> {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Override
  public void handle(RoutingContext http) {
    HttpServerRequest request = http.request();
    HostAndPort host = request.authority();
    if (host == null || !Loopback.isLoopback(host.host())) {
      throw new BusFailure(
          FailureCode.FORBIDDEN,
          "Without keys this answers only to localhost and 127.0.0.1 as host name.");
    }
    if (!SAFE.contains(request.method()) && isForeign(request, host)) {
      throw new BusFailure(
          FailureCode.FORBIDDEN, "Another site's page may not change anything here.");
    }
    http.next();
  }

  private static boolean isForeign(HttpServerRequest request, HostAndPort host) {
    String origin = request.getHeader("Origin");
    return origin == null
        ? isForeignSite(request.getHeader("Sec-Fetch-Site"))
        : !origin.equals("http://" + host) && !origin.equals("https://" + host);
  }

  private static boolean isForeignSite(@Nullable String site) {
    return site != null && (site.equals("cross-site") || site.equals("same-site"));
  }
}
