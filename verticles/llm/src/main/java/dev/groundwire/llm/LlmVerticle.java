package dev.groundwire.llm;

import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link LlmBus}. Virtual-thread, one instance: a generation is read where it was started.
 */
public final class LlmVerticle extends VerticleBase {
  private static final int SWEEPS_A_GRACE = 10;

  private final LlmConfig config;
  private final Clock clock;
  private @Nullable Stoppable running;

  public LlmVerticle(LlmConfig config, Clock clock, RandomGenerator random) {
    this.config = config;
    this.clock = clock;
  }

  private record Stoppable(Bus bus, Providers providers, Generations generations) {}

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    Providers providers = providers(bus);
    Generations generations = new Generations(vertx, config, providers, clock);
    running = new Stoppable(bus, providers, generations);
    vertx.setPeriodic(
        Math.max(1, config.unreadGrace().toMillis() / SWEEPS_A_GRACE),
        timer -> generations.giveUpUnread());
    int atOnce = config.generations();
    return Future.all(
        bus.answer(LlmBus.START_GENERATION, atOnce, generations::start),
        bus.answer(LlmBus.READ_TOKENS, 2 * atOnce, generations::read),
        bus.answer(LlmBus.CANCEL_GENERATION, atOnce, generations::cancel),
        bus.answer(LlmBus.LIST_MODELS, atOnce, request -> providers.list()));
  }

  private Providers providers(Bus bus) {
    List<LlmProvider> providers = new ArrayList<>();
    providers.add(new ExtractiveProvider(bus, config.extractive(), true));
    return new Providers(providers);
  }

  @Override
  public Future<?> stop() {
    Stoppable stopping = running;
    if (stopping == null) {
      return Future.succeededFuture();
    }
    stopping.generations().cancelAll();
    return stopping
        .bus()
        .drain(config.drainTimeout())
        .onComplete(drained -> stopping.providers().close());
  }
}
