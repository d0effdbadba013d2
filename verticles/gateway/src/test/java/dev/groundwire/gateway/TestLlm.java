package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.ModelsListed;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.bus.llm.ProvidersDescribed;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Outflow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The llm room of tests: each completion goes as the test says. */
final class TestLlm {
  static final TokenUsage USAGE = new TokenUsage(7, 3);

  final BlockingQueue<Complete> asked = new LinkedBlockingQueue<>();

  final List<Outflow<CompletionItem>> opened = new CopyOnWriteArrayList<>();

  /** Those whose reader left before the end. */
  final BlockingQueue<Outflow<CompletionItem>> left = new LinkedBlockingQueue<>();

  volatile Consumer<Outflow<CompletionItem>> script = TestLlm::refuse;
  volatile String breaker = "closed";
  volatile String spareBreaker = "closed";
  volatile int waiting;
  private volatile @Nullable Context streams;

  Future<?> start(Bus bus) {
    return Future.all(
        bus.answer(
            LlmBus.LIST_MODELS, 8, ask -> new ModelsListed(List.of("gpt-test", "other", "quotes"))),
        bus.answer(LlmBus.DESCRIBE_PROVIDERS, 8, ask -> described()));
  }

  /** On the event loop that the room's streams have. */
  Future<?> serve(Bus bus, Context eventLoop) {
    streams = eventLoop;
    return bus.serve(
        LlmBus.COMPLETE,
        64,
        (complete, out) -> {
          opened.add(out);
          out.onCancel(() -> left.add(out));
          script.accept(out);
          asked.add(complete);
        });
  }

  /** Where a stream may be sent on. */
  void run(Runnable step) {
    Objects.requireNonNull(streams).runOnContext(ignored -> step.run());
  }

  /** Sends these chunks, each as an item of its own, and ends. */
  void says(List<String> chunks) {
    script =
        out -> {
          begin(out);
          chunks.forEach(chunk -> out.send(new CompletionChunk(chunk)));
          end(out);
        };
  }

  static void begin(Outflow<CompletionItem> out) {
    out.send(new CallQueued(1));
    out.send(new CallBegan("gpt-test-1", "main"));
  }

  static void end(Outflow<CompletionItem> out) {
    out.send(new CallEnded("stop", USAGE));
    out.end();
  }

  private static void refuse(Outflow<CompletionItem> out) {
    throw new BusFailure(FailureCode.NOT_FOUND, "No provider has this model.");
  }

  private ProvidersDescribed described() {
    ProviderView provider =
        new ProviderView(
            "main",
            "openai",
            List.of("gpt-test"),
            1,
            List.of("gpt-test=" + breaker),
            8,
            0,
            waiting);
    ProviderView spare =
        new ProviderView(
            "spare",
            "openai",
            List.of("other"),
            2,
            List.of("other=" + spareBreaker),
            8,
            0,
            waiting);
    ProviderView quoting =
        new ProviderView(
            "quoting", "extractive", List.of("quotes"), 9, List.of("quotes=closed"), 8, 0, 0);
    return new ProvidersDescribed(List.of(provider, spare, quoting), 1, 2, 3);
  }
}
