package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CancelGeneration;
import dev.groundwire.bus.llm.GenerationStarted;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.bus.llm.ReadTokens;
import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassagesFound;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A search and a model that do as a test says. */
final class FakeRooms extends VerticleBase {
  static final TokenUsage USAGE = new TokenUsage(120, 7);

  /** What the model does at a read. */
  sealed interface Step {
    record Say(String text, List<Quotation> quotations) implements Step {
      Say(String text) {
        this(text, List.of());
      }
    }

    /** Waits until the gate opens. */
    record Hold(Future<Void> gate) implements Step {}

    record Fail(BusFailure failure) implements Step {}
  }

  private final List<FindPassages> searches = new CopyOnWriteArrayList<>();
  private final List<StartGeneration> generations = new CopyOnWriteArrayList<>();
  private final List<UUID> cancelled = new CopyOnWriteArrayList<>();
  private final Map<UUID, Deque<Step>> writing = new ConcurrentHashMap<>();
  private volatile List<Step> script = List.of();
  private volatile List<Passage> passages = List.of();
  private volatile Optional<BusFailure> searchFailure = Optional.empty();
  private volatile Future<Void> searchGate = Future.succeededFuture();
  private volatile Promise<Void> reached = Promise.promise();
  private volatile Promise<Void> gaveUp = Promise.promise();

  void reset() {
    searches.clear();
    generations.clear();
    cancelled.clear();
    passages = List.of(passage("a.md", "Cats sleep a lot."), passage("b.md", "Dogs bark."));
    searchFailure = Optional.empty();
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

  void searchesAfter(Future<Void> gate) {
    searchGate = gate;
  }

  /** Completes when a held search or a held read has begun. */
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

  List<StartGeneration> generations() {
    return generations;
  }

  List<UUID> cancelled() {
    return cancelled;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    return Future.all(
        bus.answer(RetrievalBus.FIND_PASSAGES, 100, this::find),
        bus.answer(LlmBus.START_GENERATION, 100, this::begin),
        bus.answer(LlmBus.READ_TOKENS, 100, this::read),
        bus.answer(LlmBus.CANCEL_GENERATION, 100, this::cancel));
  }

  private PassagesFound find(FindPassages request) {
    searches.add(request);
    if (!searchGate.isComplete()) {
      reached.tryComplete();
    }
    searchGate.await();
    searchFailure.ifPresent(failure -> {
      throw failure;
    });
    return new PassagesFound(passages);
  }

  private GenerationStarted begin(StartGeneration request) {
    generations.add(request);
    writing.put(request.generationId(), new ArrayDeque<>(script));
    return new GenerationStarted(request.generationId(), "fake-model");
  }

  private TokenBatch read(ReadTokens request) {
    Deque<Step> steps = writing.get(request.generationId());
    if (steps == null) {
      throw new BusFailure(FailureCode.NOT_FOUND, "No such generation.");
    }
    return switch (steps.poll()) {
      case Step.Say say ->
          new TokenBatch(say.text(), say.quotations(), Optional.empty(), Optional.empty());
      case Step.Fail fail -> throw fail.failure();
      case Step.Hold hold -> {
        reached.tryComplete();
        hold.gate().await();
        yield new TokenBatch("", List.of(), Optional.empty(), Optional.empty());
      }
      case null -> new TokenBatch("", List.of(), Optional.of("stop"), Optional.of(USAGE));
    };
  }

  private Done cancel(CancelGeneration request) {
    cancelled.add(request.generationId());
    gaveUp.tryComplete();
    return new Done();
  }
}
