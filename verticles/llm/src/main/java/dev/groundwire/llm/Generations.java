package dev.groundwire.llm;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CancelGeneration;
import dev.groundwire.bus.llm.GenerationStarted;
import dev.groundwire.bus.llm.ReadTokens;
import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.bus.llm.TokenBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The texts being written, and those written but not read yet. Confined to the room's context. */
final class Generations {
  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
  private static final int LONGEST_WAIT_MILLIS = 30_000;

  private final Vertx vertx;
  private final LlmConfig config;
  private final Providers providers;
  private final Clock clock;
  private final Map<UUID, Generation> running = new HashMap<>();

  Generations(Vertx vertx, LlmConfig config, Providers providers, Clock clock) {
    this.vertx = vertx;
    this.config = config;
    this.providers = providers;
    this.clock = clock;
  }

  GenerationStarted start(StartGeneration request) {
    Providers.Choice choice = providers.choose(request.model());
    UUID id = request.generationId();
    if (running.containsKey(id)) {
      throw new BusFailure(FailureCode.CONFLICT, "A generation with this id is under way.");
    }
    if (running.size() >= config.generations()) {
      throw new BusFailure(
          FailureCode.OVERLOADED, "As many answers are being written as can be; try again soon.");
    }
    Generation generation = new Generation(vertx, config, clock.millis());
    running.put(id, generation);
    vertx.runOnContext(ignored -> write(request, choice, generation));
    return new GenerationStarted(id, choice.model());
  }

  private static void write(
      StartGeneration request, Providers.Choice choice, Generation generation) {
    try {
      generation.finish(choice.provider().write(request, choice.model(), generation));
    } catch (BusFailure failure) {
      generation.fail(failure);
    } catch (RuntimeException unexpected) {
      LOG.atError()
          .addKeyValue("generation", request.generationId())
          .addKeyValue("model", choice.model())
          .setCause(unexpected)
          .log("generation failed");
      generation.fail(
          new BusFailure(
              FailureCode.INTERNAL,
              "Writing the answer failed here; the log has it under the request id."));
    }
  }

  TokenBatch read(ReadTokens request) {
    Generation generation = running.get(request.generationId());
    if (generation == null) {
      throw new BusFailure(
          FailureCode.NOT_FOUND, "No such generation: it was read to its end or given up.");
    }
    generation.readerCame();
    try {
      awaitText(generation, Math.clamp(request.waitMillis(), 0, LONGEST_WAIT_MILLIS));
      if (generation.isCancelled()) {
        throw new BusFailure(FailureCode.NOT_FOUND, "The generation was cancelled.");
      }
      return generation.take();
    } finally {
      generation.readerLeft(clock.millis());
      if (generation.isOver()) {
        running.remove(request.generationId(), generation);
      }
    }
  }

  private void awaitText(Generation generation, int waitMillis) {
    Future<Void> readable = generation.whenReadable();
    if (readable.isComplete() || waitMillis == 0) {
      return;
    }
    Promise<Void> wakeUp = Promise.promise();
    long timer = vertx.setTimer(waitMillis, late -> wakeUp.tryComplete());
    readable.onComplete(text -> wakeUp.tryComplete());
    wakeUp.future().await();
    vertx.cancelTimer(timer);
  }

  Done cancel(CancelGeneration request) {
    Generation generation = running.remove(request.generationId());
    if (generation != null) {
      generation.cancel();
    }
    return new Done();
  }

  /** Gives up what nobody reads. */
  void giveUpUnread() {
    long since = clock.millis() - config.unreadGrace().toMillis();
    List<UUID> unread =
        running.entrySet().stream()
            .filter(entry -> entry.getValue().isUnreadSince(since))
            .map(Map.Entry::getKey)
            .toList();
    for (UUID id : unread) {
      LOG.atInfo().addKeyValue("generation", id).log("generation given up: nobody reads it");
      cancel(new CancelGeneration(id));
    }
  }

  void cancelAll() {
    List.copyOf(running.keySet()).forEach(id -> cancel(new CancelGeneration(id)));
  }
}
