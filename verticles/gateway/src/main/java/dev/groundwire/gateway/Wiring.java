package dev.groundwire.gateway;

import dev.groundwire.gateway.access.ApiKeys;
import dev.groundwire.gateway.access.Authentication;
import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.answers.AnswerLogs;
import dev.groundwire.gateway.answers.AnswerRoutes;
import dev.groundwire.gateway.conversations.ConversationRoutes;
import dev.groundwire.gateway.deadletters.DeadLetterRoutes;
import dev.groundwire.gateway.documents.ContentStore;
import dev.groundwire.gateway.documents.DocumentRoutes;
import dev.groundwire.gateway.documents.UploadLimits;
import dev.groundwire.gateway.generations.GenerationRoutes;
import dev.groundwire.gateway.health.Bound;
import dev.groundwire.gateway.health.GrpcHealth;
import dev.groundwire.gateway.health.HealthConfig;
import dev.groundwire.gateway.health.HealthPing;
import dev.groundwire.gateway.health.HealthRoutes;
import dev.groundwire.gateway.health.NodeHealth;
import dev.groundwire.gateway.http.AccessLog;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.BodyBytes;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.NodeCounts;
import dev.groundwire.gateway.http.ProblemHandler;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.gateway.idempotency.IdempotentRoutes;
import dev.groundwire.gateway.jobs.JobRoutes;
import dev.groundwire.gateway.limits.RateLimits;
import dev.groundwire.gateway.openai.OpenAiErrors;
import dev.groundwire.gateway.openai.OpenAiLimits;
import dev.groundwire.gateway.openai.OpenAiRoutes;
import dev.groundwire.gateway.operations.LoggedProblems;
import dev.groundwire.gateway.operations.Operations;
import dev.groundwire.gateway.operations.OperationsRoute;
import dev.groundwire.gateway.search.SearchRoute;
import dev.groundwire.gateway.webhooks.WebhookRoutes;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.platform.shared.SharedState;
import dev.groundwire.platform.telemetry.RecentProblems;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The parts of one gateway, put together. */
final class Wiring {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final Bus bus;
  private final Clock clock;
  private final Optional<RedisLink> redis;
  private final TenantScopeRepository database;
  private final ContentStore store;
  private final NodeCounts counts;
  private final ProblemHandler problems;
  private final Workspaces workspaces;
  private final StreamSlots streams;
  private final DocumentRoutes documents;
  private final JobRoutes jobs;
  private final AnswerLogs answerLogs;
  private @Nullable GrpcHealth grpcHealth;

  Wiring(
      Vertx vertx,
      GatewayConfig config,
      Pool pool,
      Optional<RedisLink> redis,
      Supplier<UUID> ids,
      Clock clock,
      NodeCounts counts) {
    this.vertx = vertx;
    this.redis = redis;
    this.config = config;
    this.bus = new Bus(vertx);
    this.database = new TenantScopeRepository(pool, config.limits().requestTimeout());
    this.store = new ContentStore(database, clock);
    this.clock = clock;
    this.counts = counts;
    this.problems = new ProblemHandler(vertx, new OpenAiErrors(), counts.meters());
    this.workspaces = new Workspaces(database, ids);
    this.streams =
        new StreamSlots(
            vertx,
            config.limits().streamsAtOnce(),
            config.streams().heartbeat(),
            config.streams().slowest(),
            counts);
    this.documents = new DocumentRoutes(vertx, bus, workspaces, documentParts(ids));
    this.jobs =
        new JobRoutes(
            vertx,
            bus,
            workspaces,
            new JobRoutes.Parts(
                json(), streams, config.limits().requestTimeout(), config.streams().poll()));
    this.answerLogs =
        new AnswerLogs(
            vertx,
            bus,
            new SecureRandom(),
            config.limits().requestTimeout(),
            config.streams().takeover());
  }

  private DocumentRoutes.Parts documentParts(Supplier<UUID> ids) {
    GatewayConfig.Limits limits = config.limits();
    return new DocumentRoutes.Parts(
        json(),
        store,
        ids,
        new UploadLimits(
            limits.maxUploadBytes(),
            limits.filesPerUpload(),
            limits.uploadsAtOnce(),
            limits.longestUpload()),
        streams,
        counts.uploads(),
        limits.requestTimeout(),
        config.streams().slowest(),
        config.streams().poll());
  }

  private JsonBody json() {
    return json(config.limits().maxRequestBytes(), "MAX_REQUEST_BYTES");
  }

  private JsonBody json(int most, String limit) {
    return new JsonBody(bodies(most, limit));
  }

  private BodyBytes bodies(int most, String limit) {
    return new BodyBytes(most, limit, config.limits().requestTimeout());
  }

  Bus bus() {
    return bus;
  }

  ContentStore store() {
    return store;
  }

  ProblemHandler problems() {
    return problems;
  }

  /** Ends the streams that would go on for ever; those that break are not taken up elsewhere. */
  void endEndlessStreams() {
    answerLogs.stop();
    documents.endStreams();
    jobs.endStreams();
    if (grpcHealth != null) {
      grpcHealth.stop();
    }
  }

  /** Every route of our own API. */
  List<ApiRoute> routes() {
    GatewayConfig.Limits limits = config.limits();
    List<ApiRoute> routes = new ArrayList<>(documents.routes());
    routes.add(
        new ApiRoute(
            HttpMethod.POST,
            "/api/v1/workspaces/:ws/search",
            new SearchRoute(workspaces, bus, json(), limits.requestTimeout())));
    routes.addAll(ConversationRoutes.of(workspaces, bus, json(), limits.requestTimeout()));
    routes.addAll(DeadLetterRoutes.of(workspaces, bus, json(), limits.requestTimeout()));
    routes.addAll(jobs.routes());
    routes.addAll(GenerationRoutes.of(bus, limits.requestTimeout()));
    routes.addAll(WebhookRoutes.of(workspaces, bus, json(), limits.requestTimeout()));
    routes.addAll(
        AnswerRoutes.of(
            workspaces,
            bus,
            answerLogs,
            json(),
            streams,
            limits.requestTimeout(),
            limits.answerTimeout()));
    return routes;
  }

  /** Every route of the API that OpenAI's clients speak. */
  List<ApiRoute> openAiRoutes() {
    GatewayConfig.Limits limits = config.limits();
    return OpenAiRoutes.of(
        workspaces,
        bus,
        answerLogs,
        json(limits.maxCompletionBytes(), "MAX_COMPLETION_BYTES"),
        streams,
        clock,
        new OpenAiLimits(
            limits.requestTimeout(), limits.answerTimeout(), limits.completionStart()));
  }

  /**
   * @param accepting false once the node is stopping
   * @param isClustered whether other nodes belong to it
   */
  private NodeHealth health(BooleanSupplier accepting, boolean isClustered) {
    GatewayConfig.Limits limits = config.limits();
    List<Bound> bounds =
        List.of(
            new Bound("event streams", streams::used, limits.streamsAtOnce()),
            new Bound("uploads at once", counts.uploads()::get, limits.uploadsAtOnce()));
    return new NodeHealth(
        vertx, config.health(), bus, database, redis, bounds, accepting, isClustered, clock);
  }

  /** Completes once the dependencies are known; it is looked at them for as long as this runs. */
  Future<Watch> watch(BooleanSupplier accepting, boolean isClustered) {
    NodeHealth node = health(accepting, isClustered);
    MeterRegistry registry = Telemetry.of(vertx).meters();
    Operations operations =
        new Operations(
            vertx,
            registry,
            node,
            LoggedProblems.of(RecentProblems.of(LoggerFactory.getILoggerFactory())),
            clock);
    return node.begin(registry)
        .compose(looked -> operations.begin())
        .map(begun -> new Watch(node, operations, new HealthRoutes(node, version(), clock)));
  }

  /** Completes when the organizations exist and hints arrive. */
  Future<Router> router(Watch watch) {
    ApiKeys keys = new ApiKeys(config.auth());
    GrpcHealth grpc = new GrpcHealth(vertx, watch.health());
    grpcHealth = grpc;
    return documents
        .listen()
        .compose(ignored -> jobs.listen())
        .compose(ignored -> answerLogs.listen())
        .compose(ignored -> workspaces.ensure(keys.organizations()))
        .map(organizations ->
            PublicRouter.of(
                vertx,
                new AccessLog(Optional.of(counts.meters())),
                !config.auth().enabled(),
                new Authentication(config.auth().enabled(), keys, organizations),
                guarded(
                    Stream.of(
                            routes(),
                            openAiRoutes(),
                            List.of(OperationsRoute.of(watch.operations())))
                        .flatMap(List::stream)),
                watch.routes(),
                grpc,
                problems));
  }

  /** Of the operators' port. */
  Router management(Watch watch) {
    return PublicRouter.management(vertx, watch.routes(), json(), problems);
  }

  /** Calls that come too often are refused, and repeated ones happen once. */
  private List<ApiRoute> guarded(Stream<ApiRoute> routes) {
    MeterRegistry registry = Telemetry.of(vertx).meters();
    SharedState shared = counts.shared();
    RateLimits limits = new RateLimits(shared, config.rateLimits(), registry);
    IdempotentRoutes once = new IdempotentRoutes(shared, config.idempotency(), registry);
    BodyBytes ours = bodies(config.limits().maxRequestBytes(), "MAX_REQUEST_BYTES");
    BodyBytes theirs = bodies(config.limits().maxCompletionBytes(), "MAX_COMPLETION_BYTES");
    return routes
        .map(route -> once.on(route, route.path().startsWith("/v1/") ? theirs : ours))
        .map(limits::on)
        .toList();
  }

  /** Once the node can be reached. */
  void beginPings(NodeHealth node) {
    HealthConfig health = config.health();
    String address = health.pingUrl();
    if (address != null) {
      // Those of a verticle end with it.
      HttpClient client =
          vertx.createHttpClient(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE));
      MeterRegistry registry = Telemetry.of(vertx).meters();
      new HealthPing(vertx, client, URI.create(address), health, registry).begin(node);
    }
  }

  private static String version() {
    String version = Wiring.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /** How the node is; one instance looks, all of them tell. */
  record Watch(NodeHealth health, Operations operations, HealthRoutes routes) {}
}
