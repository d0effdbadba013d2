package dev.groundwire.gateway.health;

import dev.groundwire.gateway.http.JsonReply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code GET /health*}: for probes and people; needs no key and tells nothing secret. */
public final class HealthRoutes {
  /** Asked again and again by probes. */
  public static final List<String> PATHS =
      List.of("/health", "/health/live", "/health/ready", "/health/api", "/health/intelligence");

  private static final int UNAVAILABLE = 503;
  private static final Set<String> INTELLIGENCE =
      Set.of(Dependencies.DATABASE, Dependencies.EMBEDDING);

  private final NodeHealth health;
  private final String version;
  private final Clock clock;
  private final Instant started;

  public HealthRoutes(NodeHealth health, String version, Clock clock) {
    this.health = health;
    this.version = version;
    this.clock = clock;
    this.started = clock.instant();
  }

  public void mount(Router router) {
    // Always 200, as the process answers; the body tells what is degraded.
    router.get("/health").handler(http -> JsonReply.ok(http, health.overview()));
    router.get("/health/live").handler(http -> JsonReply.ok(http, Map.of("status", "live")));
    router.get("/health/ready").handler(this::ready);
    router.get("/health/api").handler(this::api);
    router.get("/health/intelligence").handler(this::intelligence);
  }

  private void ready(RoutingContext http) {
    Readiness readiness = health.readiness();
    JsonReply.send(http, readiness.ready() ? 200 : UNAVAILABLE, readiness);
  }

  private void api(RoutingContext http) {
    long seconds = Duration.between(started, clock.instant()).toSeconds();
    JsonReply.ok(http, Map.of("status", "up", "uptimeSeconds", seconds, "version", version));
  }

  private void intelligence(RoutingContext http) {
    Map<String, Standing> needed = new TreeMap<>(health.standings());
    needed.keySet().retainAll(INTELLIGENCE);
    Overview found = Overview.of(needed);
    JsonReply.send(http, found.isHealthy() ? 200 : UNAVAILABLE, found);
  }
}
