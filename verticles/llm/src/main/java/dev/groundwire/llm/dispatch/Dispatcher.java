package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.BreakerChanged;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.HeldModel;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.bus.llm.ProvidersDescribed;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.ProviderConfig.Model;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has calls served by the providers that are configured. Belongs to the context it is made on, and
 * never waits: who submits is told later how it goes.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** How often those who wait are told a position that fell, and what became due is seen. */
  private static final long TICK = Duration.ofMillis(250).toMillis();

  private static final int MOST_DOUBLINGS = 10;

  private final DispatchConfig config;
  private final Timing timing;
  private final RandomGenerator random;
  private final Neighbours neighbours;
  private final Placement placement;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Breaker> breakers = new LinkedHashMap<>();
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Routes routes;
  private final ProviderMeters meters;
  private final WorkspaceQuotas quotas;
  private final Set<DispatchedCall> calls = new HashSet<>();
  private final Floor floor = new OwnFloor();
  private Timing.Alarm tick = Timing.Alarm.NONE;
  private boolean isTicking;
  private boolean isClosed;
  private long retries;
  private long failovers;
  private long refused;

  /**
   * @param providers the default one first
   * @param clock by which callers say how long they wait
   * @param nowMillis for spans: a time that nobody sets
   * @param neighbours what is shared with them, and what they are told
   */
  public Dispatcher(
      Vertx vertx,
      List<ProviderConfig> providers,
      DispatchConfig config,
      Clock clock,
      LongSupplier nowMillis,
      RandomGenerator random,
      Neighbours neighbours) {
    this(
        new VertxTiming(vertx, clock, nowMillis),
        providers,
        config,
        random,
        neighbours,
        Telemetry.of(vertx).meters());
  }

  Dispatcher(
      Timing timing,
      List<ProviderConfig> providers,
      DispatchConfig config,
      RandomGenerator random,
      Neighbours neighbours,
      MeterRegistry registry) {
    this.timing = timing;
    this.meters = new ProviderMeters(registry);
    this.quotas = new WorkspaceQuotas(registry, config.waitingPerWorkspace());
    this.config = config;
    this.random = random;
    this.neighbours = neighbours;
    this.placement = new Placement(timing);
    for (ProviderConfig provider : providers) {
      Lane lane =
          new Lane(provider, config, timing, meters.of(provider.name()), neighbours.budgets());
      lanes.put(provider.name(), lane);
      for (Model model : provider.models()) {
        String key = key(provider, model);
        Breaker breaker =
            breakers.computeIfAbsent(
                key,
                absent ->
                    new Breaker(provider.name(), model.name(), config, timing, this::changed));
        targets.computeIfAbsent(key, absent -> target(lane, breaker, model));
      }
    }
    this.routes = new Routes(providers, config.extractiveFailover(), this::target, random);
  }

  /**
   * Has it served. The job is told nothing before this returns, but may be asked for its attempt.
   */
  public Ticket submit(Call call, Job job) {
    if (isClosed) {
      return refused(job, stopping());
    }
    return routes
        .to(call.model())
        .<Ticket>map(tiers -> {
          DispatchedCall dispatched = new DispatchedCall(call, job, tiers, floor);
          calls.add(dispatched);
          dispatched.submit();
          return dispatched;
        })
        .orElseGet(() ->
            refused(
                job,
                new BusFailure(
                    FailureCode.NOT_FOUND,
                    "There is no model of that name; there are " + models() + ".")));
  }

  /** By which clients may ask, the default one first. */
  public List<String> models() {
    return routes.models();
  }

  /** Tells the metrics how it is now; to be called again and again. */
  public void measure() {
    lanes.values().forEach(Lane::measure);
    quotas.measure(lanes.values());
  }

  public ProvidersDescribed describe() {
    return new ProvidersDescribed(
        lanes.values().stream().map(this::view).toList(), retries, failovers, refused);
  }

  /** Models that providers want to be left alone, as this node was told. */
  public List<HeldModel> held() {
    return targets.values().stream().map(Target::held).filter(one -> one.millis() > 0).toList();
  }

  /** Another node was told so. */
  public void hold(HeldModel model) {
    Target target = targets.get(key(model.provider(), model.model()));
    if (target != null && target.limits().hold(Duration.ofMillis(model.millis()), timing.now())) {
      floor.blocked(target.lane());
    }
  }

  /** Fails and cancels what is under way; nothing is served any more. */
  public void close() {
    isClosed = true;
    tick.cancel();
    breakers.values().forEach(Breaker::close);
    // Queues first, so that no freed slot starts one that is about to be failed.
    lanes.values().forEach(lane -> lane.waiting().forEach(call -> call.stop(stopping())));
    List.copyOf(calls).forEach(call -> call.stop(stopping()));
    lanes.values().forEach(Lane::close);
    meters.close();
    quotas.close();
  }

  private Ticket refused(Job job, BusFailure why) {
    meters.refused(why.code());
    RefusedCall ticket = new RefusedCall(job, why);
    timing.soon(ticket::tell);
    return ticket;
  }

  private static BusFailure stopping() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "Groundwire is stopping; ask again.", Duration.ofSeconds(1));
  }

  private static String key(ProviderConfig provider, Model model) {
    return key(provider.name(), model.upstream());
  }

  private static String key(String provider, String upstream) {
    return provider + "/" + upstream;
  }

  private Target target(ProviderConfig provider, Model model) {
    Target target = targets.get(key(provider, model));
    if (target == null) {
      throw new IllegalStateException(provider + " has no model " + model);
    }
    return target;
  }

  private Target target(Lane lane, Breaker breaker, Model model) {
    return new Target(
        lane, breaker, model.upstream(), meters.of(breaker.provider(), breaker.model()));
  }

  private ProviderView view(Lane lane) {
    ProviderConfig provider = lane.provider();
    List<String> states = new ArrayList<>();
    breakers.values().stream()
        .filter(breaker -> breaker.provider().equals(provider.name()))
        .forEach(breaker -> states.add(breaker.model() + "=" + breaker.state()));
    return new ProviderView(
        provider.name(),
        provider.kind().name().toLowerCase(Locale.ROOT),
        provider.models().stream().map(Model::name).toList(),
        provider.priority(),
        states,
        lane.limit().now(),
        lane.running(),
        lane.queue().size());
  }

  private void changed(Breaker breaker, Breaker.State state, String reason) {
    (state == Breaker.State.CLOSED ? LOG.atInfo() : LOG.atWarn())
        .addKeyValue("provider", breaker.provider())
        .addKeyValue("model", breaker.model())
        .addKeyValue("state", state)
        .addKeyValue("reason", reason)
        .log("breaker changed");
    targets.values().stream()
        .filter(target -> target.breaker() == breaker)
        .forEach(target -> target.meters().breaker().became(state));
    neighbours
        .changed()
        .accept(new BreakerChanged(breaker.provider(), breaker.model(), state.toString(), reason));
    if (state == Breaker.State.OPEN) {
      targets.values().stream()
          .filter(target -> target.breaker() == breaker)
          .forEach(target ->
              target.lane().waiting().stream()
                  .filter(call -> call.waitsFor(target))
                  .forEach(DispatchedCall::move));
    }
  }

  private void tick() {
    isTicking = false;
    try {
      for (Lane lane : lanes.values()) {
        lane.waiting().forEach(DispatchedCall::refuseIfLate);
        lane.pump();
        tellPositions(lane);
      }
    } finally {
      if (lanes.values().stream().anyMatch(lane -> lane.queue().size() > 0)) {
        floor.waits();
      }
    }
  }

  /** Whoever is told may leave the queue, so it is read before. */
  private static void tellPositions(Lane lane) {
    List<DispatchedCall> inOrder = new ArrayList<>(lane.queue().size());
    lane.queue().inOrder((call, position) -> inOrder.add(call));
    for (int i = 0; i < inOrder.size(); i++) {
      inOrder.get(i).tellPosition(i + 1);
    }
  }

  /** What calls see. */
  private final class OwnFloor implements Floor {
    @Override
    public Timing timing() {
      return timing;
    }

    @Override
    public DispatchConfig config() {
      return config;
    }

    @Override
    public Placement placement() {
      return placement;
    }

    @Override
    public long pause(int attempts) {
      long most = config.retryBase().toMillis() << Math.min(MOST_DOUBLINGS, attempts - 1);
      return random.nextLong(most + 1);
    }

    @Override
    public void waits() {
      if (!isTicking && !isClosed) {
        isTicking = true;
        tick = timing.in(TICK, Dispatcher.this::tick);
      }
    }

    @Override
    public void held(Target target) {
      neighbours.held().accept(target.held());
    }

    @Override
    public void blocked(Lane lane) {
      lane.waiting().forEach(DispatchedCall::moveIfPossible);
    }

    @Override
    public void count(Target target, boolean isRetry, boolean isFailover) {
      if (isRetry) {
        retries++;
        target.lane().meters().retries().increment();
      }
      if (isFailover) {
        failovers++;
        target.lane().meters().failovers().increment();
      }
    }

    @Override
    public void refused(DispatchedCall call, BusFailure why) {
      refused++;
      meters.refused(why.code());
      if (why.code() == FailureCode.RATE_LIMITED && quotas.isExceeded(call)) {
        quotas.exceeded(call.workspace());
      }
    }

    @Override
    public void over(DispatchedCall call) {
      calls.remove(call);
    }
  }
}
