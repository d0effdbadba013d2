package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.ModelDescribed;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models that this room serves, the first one for whoever names none. Those that run in this
 * process share one queue.
 */
final class ServedModels {
  private final List<Served> models = new ArrayList<>();
  private final List<EmbeddingQueue> queues = new ArrayList<>();

  /**
   * A model and the queue where it is one of several.
   *
   * @param place of it among the models of the queue
   */
  record Served(EmbeddingModel model, EmbeddingQueue queue, int place) {
    String name() {
      return model.description().model();
    }

    Future<List<float[]>> submit(Purpose purpose, List<String> texts) {
      return queue.submit(place, purpose, texts);
    }
  }

  /**
   * @param opened one, or two of different names
   * @param bound texts that wait in one lane of a queue at most
   */
  ServedModels(List<EmbeddingModel> opened, int bound) {
    boolean isShared = opened.stream().allMatch(LocalModel.class::isInstance);
    List<List<EmbeddingModel>> groups =
        isShared ? List.of(opened) : opened.stream().map(List::of).toList();
    for (List<EmbeddingModel> group : groups) {
      EmbeddingQueue queue =
          new EmbeddingQueue(group, bound, Thread.ofPlatform().name("embed-", 0).factory());
      queues.add(queue);
      for (int place = 0; place < group.size(); place++) {
        models.add(new Served(group.get(place), queue, place));
      }
    }
  }

  List<EmbeddingQueue> queues() {
    return queues;
  }

  /**
   * @param name empty for the first
   * @throws BusFailure {@code NOT_FOUND} when there is no such model here
   */
  Served find(Optional<String> name) {
    return name.map(asked ->
            models.stream()
                .filter(served -> served.name().equals(asked))
                .findFirst()
                .orElseThrow(() ->
                    new BusFailure(
                        FailureCode.NOT_FOUND,
                        "The embedding room does not serve "
                            + asked
                            + "; name it in EMBEDDING_MODEL or EMBEDDING_NEXT_MODEL.")))
        .orElseGet(models::getFirst);
  }

  ModelDescribed describe(Optional<String> name) {
    Served asked = find(name);
    ModelDescribed alone = asked.model().description();
    return new ModelDescribed(
        alone.model(),
        alone.dimensions(),
        alone.passageTokens(),
        models.stream()
            .filter(served -> !served.name().equals(asked.name()))
            .map(Served::name)
            .findFirst());
  }

  void drop() {
    queues.forEach(EmbeddingQueue::drop);
  }

  /** See {@link EmbeddingQueue#awaitIdle}. */
  boolean awaitIdle(Duration timeout) throws InterruptedException {
    boolean idle = true;
    for (EmbeddingQueue queue : queues) {
      idle &= queue.awaitIdle(timeout);
    }
    return idle;
  }

  void close() {
    models.forEach(served -> served.model().close());
  }
}
