package dev.groundwire.llm;

import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.ModelsListed;
import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.budget.Budgets;
import dev.groundwire.llm.dispatch.Dispatcher;
import dev.groundwire.llm.dispatch.Job;
import dev.groundwire.llm.dispatch.Neighbours;
import dev.groundwire.llm.dispatch.Ticket;
import dev.groundwire.llm.extractive.ExtractiveAdapter;
import dev.groundwire.llm.protocol.Adapters;
import dev.groundwire.llm.protocol.Jobs;
import dev.groundwire.llm.protocol.Pace;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Outflow;
import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Serves {@link LlmBus}. On an event loop, where nothing waits; one instance. */
public final class LlmVerticle extends VerticleBase {
  private static final int QUERIES_AT_ONCE = 1_000;
  private static final long MEASURED_EVERY_MILLIS = 1_000;

  private final LlmConfig config;
  private final Clock clock;
  private final RandomGenerator random;
  private final UUID node;
  private final Optional<RedisLink> redis;

  /** Spans are not measured by the clock, which may be set at any time. */
  private final LongSupplier nowMillis = monotonic();

  private @Nullable Stoppable running;

  /**
   * @param redis where budgets are counted for all nodes; the caller closes it
   */
  public LlmVerticle(
      LlmConfig config, Clock clock, RandomGenerator random, UUID node, Optional<RedisLink> redis) {
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.node = node;
    this.redis = redis;
  }

  private static LongSupplier monotonic() {
    long beginning = System.nanoTime();
    return () -> (System.nanoTime() - beginning) / 1_000_000;
  }

  private record Stoppable(Bus bus, Dispatcher dispatcher, Adapters adapters, OtherNodes others) {}

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    List<ProviderConfig> providers = config.everyProvider();
    Adapters adapters = adapters(bus, providers);
    OtherNodes others = new OtherNodes(vertx, bus, node, !vertx.isClustered(), nowMillis);
    Dispatcher dispatcher =
        new Dispatcher(
            vertx,
            providers,
            config.dispatch(),
            clock,
            nowMillis,
            random,
            new Neighbours(
                budgets(others),
                changed -> bus.hint(LlmBus.BREAKER_CHANGED, changed),
                others::tell));
    running = new Stoppable(bus, dispatcher, adapters, others);
    vertx.setPeriodic(MEASURED_EVERY_MILLIS, timer -> dispatcher.measure());
    Pace pace = new Pace(config.coalesce(), config.bufferCharacters());
    Jobs jobs = new Jobs(vertx, nowMillis, adapters, pace, config.maxTokens());
    return Future.all(
        others.listen(dispatcher::held, dispatcher::hold),
        bus.serve(
            LlmBus.GENERATE,
            config.streams(),
            (request, out) -> submit(dispatcher, request.call(), jobs.generate(request, out), out)),
        bus.serve(
            LlmBus.COMPLETE,
            config.streams(),
            (request, out) -> submit(dispatcher, request.call(), jobs.complete(request, out), out)),
        bus.answer(
            LlmBus.LIST_MODELS, QUERIES_AT_ONCE, request -> new ModelsListed(dispatcher.models())),
        bus.answer(LlmBus.DESCRIBE_PROVIDERS, QUERIES_AT_ONCE, request -> dispatcher.describe()));
  }

  private Budgets budgets(OtherNodes others) {
    if (redis.isPresent()) {
      return Budgets.inRedis(redis.get(), context, node, others::count);
    }
    return vertx.isClustered() ? Budgets.divided(others::count) : Budgets.OF_ONE_NODE;
  }

  private Adapters adapters(Bus bus, List<ProviderConfig> providers) {
    boolean isAlone = providers.stream().allMatch(one -> one.kind() == Kind.EXTRACTIVE);
    return new Adapters(
        vertx,
        clock,
        nowMillis,
        providers,
        config.maxTokens(),
        new ExtractiveAdapter(vertx, bus, config.extractive(), isAlone));
  }

  private static void submit(Dispatcher dispatcher, Call call, Job job, Outflow<?> out) {
    Ticket ticket = dispatcher.submit(call, job);
    out.onCancel(ticket::cancel);
  }

  @Override
  public Future<?> stop() {
    Stoppable stopping = running;
    if (stopping == null) {
      return Future.succeededFuture();
    }
    stopping.others().close();
    // What is not over by then is failed, and its provider told.
    return stopping
        .bus()
        .drain(config.drainTimeout())
        .transform(drained -> {
          stopping.dispatcher().close();
          return stopping.adapters().close();
        });
  }
}
