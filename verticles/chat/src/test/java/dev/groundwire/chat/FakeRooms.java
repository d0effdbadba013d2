package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassagesFound;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Outflow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A search and a model that do as a test says. */
final class FakeRooms extends VerticleBase {
  static final TokenUsage USAGE = new TokenUsage(120, 7);

  /** What the model does next. */
  sealed interface Step {
    record Say(String text, List<Quotation> quotations) implements Step {
      Say(String text) {
        this(text, List.of());
      }
    }

    /** Waits until the gate opens. */
    record Hold(Future<Void> gate) implements Step {}

    record Queue(int position) implements Step {}

    record Fail(BusFailure failure) implements Step {}
  }

  private final List<FindPassages> searches = new CopyOnWriteArrayList<>();
  private final List<Generate> generations = new CopyOnWriteArrayList<>();
  private final List<Generate> cancelled = new CopyOnWriteArrayList<>();
  private volatile List<Step> script = List.of();
  private volatile List<Passage> passages = List.of();
  private volatile Optional<BusFailure> searchFailure = Optional.empty();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile Future<Void> searchGate = Future.succeededFuture();
  private volatile Promise<Void> reached = Promise.promise();
  private volatile Promise<Void> gaveUp = Promise.promise();

  void reset() {
    searches.clear();
    generations.clear();
    cancelled.clear();
    passages = List.of(passage("a.md", "Cats sleep a lot."), passage("b.md", "Dogs bark."));
    searchFailure = Optional.empty();
    refusals.set(0);
    searchGate = Future.succeededFuture();
    reached = Promise.promise();
    gaveUp = Promise.promise();
    says("Cats sleep [1].");
  }

  static Passage passage(String document, String text) {
    return new Passage(
        UUID.randomUUID(),
        UUID.nameUUIDFromBytes(document.getBytes(StandardCharsets.UTF_8)),
        document,
        Optional.of(3),
        40,
        40 + text.length(),
        "",
        text,
        0.75,
        Optional.empty());
  }

  void says(String... pieces) {
    script = List.of(pieces).stream().<Step>map(Step.Say::new).toList();
  }

  void does(Step... steps) {
    script = List.of(steps);
  }

  void finds(Passage... found) {
    passages = List.of(found);
  }

  void failsToSearch(BusFailure failure) {
    searchFailure = Optional.of(failure);
  }

  /** The search refuses so many times before it works. */
  void refusesToSearch(int times) {
    refusals.set(times);
  }

  void searchesAfter(Future<Void> gate) {
    searchGate = gate;
  }

  /** Completes when a held search or a held model has been reached. */
  Future<Void> whenHeld() {
    return reached.future();
  }

  /** Completes when a generation was cancelled. */
  Future<Void> whenCancelled() {
    return gaveUp.future();
  }

  List<FindPassages> searches() {
    return searches;
  }

  List<Generate> generations() {
    return generations;
  }

  List<Generate> cancelled() {
    return cancelled;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    return Future.all(
        bus.answer(RetrievalBus.FIND_PASSAGES, 256, this::find),
        bus.serve(LlmBus.GENERATE, 10_000, this::generate));
  }

  private PassagesFound find(FindPassages request) {
    searches.add(request);
    if (!searchGate.isComplete()) {
      reached.tryComplete();
    }
    searchGate.await();
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new BusFailure(FailureCode.OVERLOADED, "Too many search.");
    }
    searchFailure.ifPresent(failure -> {
      throw failure;
    });
    return new PassagesFound(passages);
  }

  private void generate(Generate request, Outflow<GenerationItem> out) {
    generations.add(request);
    out.onCancel(() -> {
      cancelled.add(request);
      gaveUp.tryComplete();
    });
    run(new ArrayDeque<>(script), out, false);
  }

  private void run(Deque<Step> steps, Outflow<GenerationItem> out, boolean hadBegun) {
    boolean isBegun = hadBegun;
    while (!steps.isEmpty()) {
      if (!out.hasCredit()) {
        boolean begun = isBegun;
        out.onCredit(() -> {
          out.onCredit(() -> {}); // what it stops for later is no lack of credit
          run(steps, out, begun);
        });
        return;
      }
      switch (steps.remove()) {
        case Step.Say say -> {
          begin(out, isBegun);
          isBegun = true;
          out.send(new TokenBatch(say.text(), say.quotations()));
        }
        case Step.Queue queue -> out.send(new CallQueued(queue.position()));
        case Step.Fail fail -> {
          out.fail(fail.failure());
          return;
        }
        case Step.Hold hold -> {
          boolean soFar = isBegun;
          reached.tryComplete();
          hold.gate().onSuccess(opened -> context.runOnContext(ignored -> run(steps, out, soFar)));
          return;
        }
      }
    }
    begin(out, isBegun);
    out.send(new CallEnded("stop", USAGE));
    out.end();
  }

  private static void begin(Outflow<GenerationItem> out, boolean isBegun) {
    if (!isBegun) {
      out.send(new CallBegan("fake-model", "fake"));
    }
  }
}
