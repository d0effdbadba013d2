package dev.groundwire.gateway.access;

import dev.groundwire.gateway.http.HttpRefusal;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * On whose behalf a request is made.
 *
 * @param isOperator whether it comes from whoever looks after the whole node
 * @param keyName tells one key of the organization from another; empty where nobody showed one
 */
public record Caller(UUID organizationId, boolean isOperator, Optional<String> keyName) {
  private static final String SLOT = Caller.class.getName();

  /**
   * Known on every route under {@code /api} and {@code /v1}: {@link Authentication} has run there.
   */
  public static Caller of(RoutingContext http) {
    Caller caller = http.get(SLOT);
    if (caller == null) {
      throw new IllegalStateException(
          "route is not behind authentication: " + http.normalizedPath());
    }
    return caller;
  }

  /** Refuses everybody but the operator. */
  public static void requireOperator(RoutingContext http) {
    if (!of(http).isOperator()) {
      throw new HttpRefusal(403, "Only the service key (SERVICE_API_KEY) may do this.", Map.of());
    }
  }

  void mark(RoutingContext http) {
    http.put(SLOT, this);
  }
}
