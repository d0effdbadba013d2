package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.llm.BreakerChanged;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.HeldModel;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.ProviderConfig.Model;
import dev.groundwire.llm.budget.Budgets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** A dispatcher on manual time, with what it told of its breakers. */
final class Bench {
  static final UUID ONE = new UUID(1, 1);
  static final UUID OTHER = new UUID(1, 2);

  final ManualTiming timing = new ManualTiming();
  final MeterRegistry meters = new SimpleMeterRegistry();
  final List<BreakerChanged> told = new ArrayList<>();
  final List<HeldModel> held = new ArrayList<>();
  final Dispatcher dispatcher;

  Bench(DispatchConfig config, ProviderConfig... providers) {
    this(config, 1, providers);
  }

  Bench(DispatchConfig config, long seed, ProviderConfig... providers) {
    Neighbours neighbours = new Neighbours(Budgets.OF_ONE_NODE, told::add, held::add);
    dispatcher =
        new Dispatcher(timing, List.of(providers), config, new Random(seed), neighbours, meters);
  }

  /** Two calls at a time at first, a breaker of five failures in a minute. */
  static DispatchConfig config() {
    return config(2, 2_000);
  }

  static DispatchConfig config(int initialLimit, int waiting) {
    return new DispatchConfig(
        Duration.ofSeconds(60),
        5,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        2,
        3,
        Duration.ofMillis(500),
        0.1,
        10,
        Duration.ofSeconds(60),
        initialLimit,
        waiting,
        1_000,
        10,
        Map.of("default", 1),
        false);
  }

  static ProviderConfig provider(String name, int priority, int most, String... models) {
    return provider(name, Kind.OPENAI, priority, 1, most, 0, models);
  }

  static ProviderConfig provider(
      String name,
      Kind kind,
      int priority,
      int weight,
      int most,
      long tokensPerMinute,
      String... models) {
    return new ProviderConfig(
        name,
        kind,
        "http://localhost/v1",
        null,
        List.of(models).stream().map(model -> new Model(model, model + "-at-" + name)).toList(),
        priority,
        weight,
        null,
        "max_tokens",
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        most,
        tokensPerMinute);
  }

  Call call(UUID workspace, Priority priority, Duration patience, Optional<String> model) {
    return new Call(
        new Tenant(new UUID(0, 0), workspace),
        model,
        priority,
        Instant.ofEpochMilli(timing.now()).plus(patience));
  }

  ScriptedJob submit(UUID workspace) {
    return submit(workspace, Priority.INTERACTIVE, Duration.ofHours(1));
  }

  ScriptedJob submit(UUID workspace, Priority priority, Duration patience) {
    ScriptedJob job = new ScriptedJob();
    submit(job, call(workspace, priority, patience, Optional.empty()));
    return job;
  }

  Ticket submit(ScriptedJob job, Call call) {
    Ticket ticket = dispatcher.submit(call, job);
    timing.settle();
    return ticket;
  }

  ProviderView view(String provider) {
    return dispatcher.describe().providers().stream()
        .filter(view -> view.name().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  List<String> toldStates() {
    return told.stream().map(BreakerChanged::state).toList();
  }
}
