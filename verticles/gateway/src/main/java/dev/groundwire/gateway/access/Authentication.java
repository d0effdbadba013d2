package dev.groundwire.gateway.access;

import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.platform.telemetry.RequestScope;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds the {@link Caller} by {@code Authorization: Bearer KEY} or {@code X-API-Key}. */
public final class Authentication implements Handler<RoutingContext> {
  private static final int LONGEST_KEY = 512;
  private static final String BEARER = "bearer ";

  private final boolean enabled;
  private final ApiKeys keys;
  private final Map<String, UUID> organizations;

  /**
   * @param organizations slug to id, for every slug of {@code keys}
   */
  public Authentication(boolean enabled, ApiKeys keys, Map<String, UUID> organizations) {
    this.enabled = enabled;
    this.keys = keys;
    this.organizations = Map.copyOf(organizations);
  }

  @Override
  public void handle(RoutingContext http) {
    ApiKeys.Owner owner =
        enabled
            ? keyOf(http.request())
                .filter(key -> key.length() <= LONGEST_KEY)
                .flatMap(keys::ownerOf)
                .orElseThrow(Authentication::unknown)
            : ApiKeys.Owner.ANYBODY;
    UUID id = organizations.get(owner.organization());
    if (id == null) {
      throw new IllegalStateException(
          "organization was not created at start: " + owner.organization());
    }
    new Caller(id, owner.isOperator(), Optional.ofNullable(owner.keyName())).mark(http);
    RequestScope.current().by(id, owner.keyName()).enter();
    http.next();
  }

  private static Optional<String> keyOf(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return Optional.of(authorization.substring(BEARER.length()).strip());
    }
    return Optional.ofNullable(request.getHeader("X-API-Key"));
  }

  private static HttpRefusal unknown() {
    return new HttpRefusal(
        401,
        "This needs a known key: send it as Authorization: Bearer KEY, or as X-API-Key.",
        Map.of("WWW-Authenticate", "Bearer realm=\"groundwire\""));
  }
}
