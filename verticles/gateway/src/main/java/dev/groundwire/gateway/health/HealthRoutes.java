package dev.groundwire.gateway.health;

import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.llm.DescribeProviders;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.bus.outboxrelay.BackboneDescribed;
import dev.groundwire.bus.outboxrelay.DescribeBackbone;
import dev.groundwire.bus.outboxrelay.OutboxRelayBus;
import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code GET /health*}: for probes and people; needs no key and tells nothing secret. */
public final class HealthRoutes {
  /** Asked again and again by probes. */
  public static final List<String> PATHS =
      List.of("/health", "/health/live", "/health/ready", "/health/api", "/health/intelligence");

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int UNAVAILABLE = 503;
  private static final String UP = "up";
  private static final String DOWN = "down";
  private static final String DEGRADED = "degraded";

  private final Bus bus;
  private final TenantScopeRepository database;
  private final BooleanSupplier accepting;
  private final Clock clock;
  private final Instant started;

  /**
   * @param accepting false once the node is stopping
   */
  public HealthRoutes(
      Bus bus, TenantScopeRepository database, BooleanSupplier accepting, Clock clock) {
    this.bus = bus;
    this.database = database;
    this.accepting = accepting;
    this.clock = clock;
    this.started = clock.instant();
  }

  public void mount(Router router) {
    router.get("/health").handler(this::overview);
    router.get("/health/live").handler(http -> JsonReply.ok(http, new State("live")));
    router.get("/health/ready").handler(this::ready);
    router.get("/health/api").handler(this::api);
    router.get("/health/intelligence").handler(this::intelligence);
  }

  /** Always 200, as the process answers; the body tells what is degraded. */
  private void overview(RoutingContext http) {
    Future<Map<String, String>> intelligence = intelligence();
    Future<String> events = events();
    Future<String> providers = providers();
    Future.all(intelligence, events, providers)
        .map(ignored -> {
          Map<String, String> all = new TreeMap<>(intelligence.result());
          all.put("events", events.result());
          all.put("providers", providers.result());
          return Components.of(all);
        })
        .onSuccess(found -> JsonReply.ok(http, found));
  }

  private void ready(RoutingContext http) {
    isUp(database.ping())
        .onSuccess(up -> {
          boolean ready = up && accepting.getAsBoolean();
          JsonReply.send(http, ready ? 200 : UNAVAILABLE, new State(ready ? "ready" : "not ready"));
        });
  }

  private void api(RoutingContext http) {
    long seconds = Duration.between(started, clock.instant()).toSeconds();
    JsonReply.ok(http, Map.of("status", "up", "uptimeSeconds", seconds));
  }

  private void intelligence(RoutingContext http) {
    intelligence()
        .map(Components::of)
        .onSuccess(found -> JsonReply.send(http, found.isHealthy() ? 200 : UNAVAILABLE, found));
  }

  private Future<Map<String, String>> intelligence() {
    Future<Boolean> databaseUp = isUp(database.ping());
    Future<Boolean> modelLoaded =
        isUp(bus.request(EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(), LIMIT));
    return databaseUp.compose(
        up -> modelLoaded.map(loaded -> Map.of("database", word(up), "embedding", word(loaded))));
  }

  /** Down while facts wait in the outbox: everything is taken, but documents do not get on. */
  private Future<String> events() {
    return bus.request(OutboxRelayBus.DESCRIBE_BACKBONE, new DescribeBackbone(), LIMIT)
        .map(BackboneDescribed::up)
        .otherwise(false)
        .map(HealthRoutes::word);
  }

  /** Degraded while a breaker is open: what other providers have of its models still works. */
  private Future<String> providers() {
    return bus.request(LlmBus.DESCRIBE_PROVIDERS, new DescribeProviders(), LIMIT)
        .map(described -> described.providers().stream().anyMatch(HealthRoutes::isOpen))
        .map(open -> open ? DEGRADED : UP)
        .otherwise(DOWN);
  }

  private static boolean isOpen(ProviderView provider) {
    return provider.breakers().stream().anyMatch(breaker -> breaker.endsWith("=open"));
  }

  private static String word(boolean isUp) {
    return isUp ? UP : DOWN;
  }

  private static Future<Boolean> isUp(Future<?> check) {
    return check
        .map(answered -> true)
        .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(false);
  }

  private record State(String status) {}

  private record Components(String status, Map<String, String> components) {
    static Components of(Map<String, String> states) {
      boolean allUp = states.values().stream().allMatch(UP::equals);
      return new Components(allUp ? "healthy" : DEGRADED, new TreeMap<>(states));
    }

    boolean isHealthy() {
      return status.equals("healthy");
    }
  }
}
