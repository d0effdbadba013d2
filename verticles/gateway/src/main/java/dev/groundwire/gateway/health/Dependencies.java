package dev.groundwire.gateway.health;

import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.llm.DescribeProviders;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.bus.llm.ProvidersDescribed;
import dev.groundwire.bus.outboxrelay.BackboneDescribed;
import dev.groundwire.bus.outboxrelay.DescribeBackbone;
import dev.groundwire.bus.outboxrelay.OutboxRelayBus;
import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What this node depends on, and how each is asked. */
final class Dependencies {
  static final String DATABASE = "database";
  static final String EMBEDDING = "embedding";
  static final String CLUSTER = "cluster";

  private static final String AWAY =
      "Redis is away: answers are written all the same, but those of a node that ends meanwhile end"
          + " with an error instead of going on at another one. Check that the server of REDIS_URL"
          + " runs and can be reached.";

  private final Bus bus;
  private final TenantScopeRepository database;
  private final Duration limit;
  private final Optional<RedisLink> redis;
  private final Clock clock;

  /** Calls that wait at the provider where the fewest do. */
  private int waitingCalls;

  Dependencies(
      Bus bus,
      TenantScopeRepository database,
      Duration limit,
      Optional<RedisLink> redis,
      Clock clock) {
    this.bus = bus;
    this.database = database;
    this.limit = limit;
    this.redis = redis;
    this.clock = clock;
  }

  List<Dependency> all(boolean isClustered) {
    Stream<Dependency> own =
        Stream.concat(
            redis.map(Dependencies::redis).stream(),
            isClustered ? Stream.of(cluster()) : Stream.empty());
    return Stream.concat(everywhere().stream(), own).toList();
  }

  private Dependency cluster() {
    return new Dependency(
        CLUSTER,
        "this node does not answer itself; look for cluster in the log.",
        new ClusterLook(bus, limit, clock)::look);
  }

  private static Dependency redis(RedisLink link) {
    return new Dependency(
        "redis",
        AWAY,
        () -> Future.succeededFuture(link.isUp() ? Verdict.UP : Verdict.degraded(AWAY)));
  }

  private List<Dependency> everywhere() {
    return List.of(
        new Dependency(
            DATABASE,
            "check that the server of DATABASE_URL runs and can be reached (without it: the disk"
                + " under DATA_DIR, and postgres in the log), and that DATABASE_POOL_SIZE is"
                + " enough.",
            () -> database.ping().map(Verdict.UP)),
        new Dependency(
            EMBEDDING,
            "the model is not loaded; look for the room embedding in the log, and check"
                + " EMBEDDING_PROVIDER.",
            () -> ask(() -> bus.request(EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(), limit))),
        new Dependency(
            "events",
            "the room outbox-relay does not answer; look for it in the log.",
            () ->
                bus.request(OutboxRelayBus.DESCRIBE_BACKBONE, new DescribeBackbone(), limit)
                    .map(Dependencies::events)),
        new Dependency(
            "providers",
            "the room llm does not answer; look for it in the log.",
            () ->
                bus.request(LlmBus.DESCRIBE_PROVIDERS, new DescribeProviders(), limit)
                    .map(this::providers)));
  }

  int waitingCalls() {
    return waitingCalls;
  }

  private static Future<Verdict> ask(Supplier<Future<?>> question) {
    return question.get().map(answered -> Verdict.UP);
  }

  /** Down while facts wait in the outbox: everything is taken, but documents do not get on. */
  private static Verdict events(BackboneDescribed backbone) {
    return backbone.up()
        ? Verdict.UP
        : Verdict.down(
            "Facts stay in the outbox (%d wait, the oldest for %d s), so documents do not get on:"
                    .formatted(backbone.pending(), Math.round(backbone.oldestPendingSeconds()))
                + " check that the server of NATS_URL runs and can be reached. Nothing is lost.");
  }

  /** Degraded while some breakers are open: what other providers have of its models still works. */
  private Verdict providers(ProvidersDescribed described) {
    List<ProviderView> providers = models(described.providers());
    waitingCalls =
        providers.stream()
            .filter(provider -> provider.breakers().isEmpty() || !isAway(provider))
            .mapToInt(ProviderView::waiting)
            .min()
            .orElse(0);
    List<String> open =
        providers.stream()
            .flatMap(provider -> openModels(provider).map(model -> provider.name() + "/" + model))
            .toList();
    if (open.isEmpty()) {
      return Verdict.UP;
    }
    String cure =
        ": check base_url, key and quota of each at GET /api/v1/providers and in the log.";
    return providers.stream().allMatch(Dependencies::isAway)
        ? Verdict.down("Every model of every provider is away (" + named(open) + ")" + cure)
        : Verdict.degraded(named(open) + " are away, others answer in their place" + cure);
  }

  /** Quoting never fails; it counts only where there is nothing else. */
  private static List<ProviderView> models(List<ProviderView> all) {
    List<ProviderView> models =
        all.stream().filter(provider -> !provider.kind().equals("extractive")).toList();
    return models.isEmpty() ? all : models;
  }

  private static boolean isAway(ProviderView provider) {
    return !provider.breakers().isEmpty()
        && openModels(provider).count() == provider.breakers().size();
  }

  private static Stream<String> openModels(ProviderView provider) {
    return provider.breakers().stream()
        .filter(breaker -> !breaker.endsWith("=closed")) // half-open: no call has succeeded yet
        .map(breaker -> breaker.substring(0, breaker.lastIndexOf('=')));
  }

  private static String named(List<String> models) {
    int shown = Math.min(5, models.size());
    String more = models.size() > shown ? " and " + (models.size() - shown) + " more" : "";
    return String.join(", ", models.subList(0, shown)) + more;
  }
}
