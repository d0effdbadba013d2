package dev.groundwire.embedding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.bus.embedding.TokensCounted;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Traced;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** What the room answers. For virtual threads: its methods await. */
final class TextEmbedding {
  private static final int TEXTS_TO_COUNT = 4096;

  private final ServedModels models;
  private final Executor counting;
  private final EmbeddingMeters meters;
  private final Cache<Question, float[]> queries;

  private record Question(String model, String text) {}

  /**
   * @param counting where tokens are counted: work for the processor, beside the model's
   * @param queryCacheBytes memory for the vectors of queries that are asked again
   */
  TextEmbedding(
      ServedModels models, Executor counting, long queryCacheBytes, EmbeddingMeters meters) {
    this.meters = meters;
    this.models = models;
    this.counting = counting;
    this.queries =
        Caffeine.newBuilder()
            .maximumWeight(queryCacheBytes)
            .<Question, float[]>weigher(
                (asked, vector) -> 2 * asked.text().length() + 4 * vector.length)
            // Eviction is cheap, and a thread of the common pool would see none of our names.
            .executor(Runnable::run)
            .build();
  }

  TextsEmbedded embed(EmbedTexts request) {
    requireSize(request.texts(), EmbeddingConfig.TEXTS_A_REQUEST);
    ServedModels.Served model = models.find(request.model());
    long begun = System.nanoTime();
    try {
      return new TextsEmbedded(
          model.name(),
          Traced.call(described(request, model.name()), span -> vectors(model, request, span)));
    } finally {
      meters.took(request.purpose(), Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private SpanBuilder described(EmbedTexts request, String model) {
    return Telemetry.span("embed")
        .setAttribute("gen_ai.operation.name", "embeddings")
        .setAttribute("gen_ai.request.model", model)
        .setAttribute("embedding.lane", EmbeddingMeters.lane(request.purpose()))
        .setAttribute("embedding.texts", request.texts().size());
  }

  private List<float[]> vectors(ServedModels.Served model, EmbedTexts request, Span span) {
    return request.purpose() == Purpose.QUERY
        ? queries(model, request.texts(), span)
        : queued(model, request.purpose(), request.texts());
  }

  private List<float[]> queued(ServedModels.Served model, Purpose purpose, List<String> texts) {
    boolean isDone = false;
    try {
      List<float[]> vectors = model.submit(purpose, texts).await();
      isDone = true;
      return vectors;
    } finally {
      meters.embedded(purpose, texts.size(), isDone);
    }
  }

  private List<float[]> queries(ServedModels.Served model, List<String> texts, Span span) {
    List<Question> asked = texts.stream().map(text -> new Question(model.name(), text)).toList();
    Map<Question, float[]> known = new LinkedHashMap<>(queries.getAllPresent(asked));
    List<Question> unknown =
        asked.stream().distinct().filter(each -> !known.containsKey(each)).toList();
    meters.remembered(known.size(), unknown.size());
    span.setAttribute("embedding.remembered", known.size());
    if (!unknown.isEmpty()) {
      List<float[]> vectors =
          queued(model, Purpose.QUERY, unknown.stream().map(Question::text).toList());
      for (int i = 0; i < vectors.size(); i++) {
        known.put(unknown.get(i), vectors.get(i));
        queries.put(unknown.get(i), vectors.get(i));
      }
    }
    List<float[]> inOrder = new ArrayList<>(texts.size());
    asked.forEach(each -> inOrder.add(known.get(each)));
    return inOrder;
  }

  TokensCounted count(CountTokens request) {
    requireSize(request.texts(), TEXTS_TO_COUNT);
    EmbeddingModel model = models.find(request.model()).model();
    Promise<TokensCounted> counted = Promise.promise();
    counting.execute(() -> counted.handle(counts(model, request.texts())));
    return counted.future().await();
  }

  private Future<TokensCounted> counts(EmbeddingModel model, List<String> texts) {
    try {
      return Future.succeededFuture(
          new TokensCounted(texts.stream().map(model::countTokens).toList()));
    } catch (Throwable unexpected) { // whatever it is: somebody awaits an end
      return Future.failedFuture(unexpected);
    }
  }

  ModelDescribed describe(DescribeModel request) {
    return models.describe(request.model());
  }

  private static void requireSize(List<String> texts, int most) {
    if (texts.isEmpty() || texts.size() > most) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "texts are not 1.." + most + ": " + texts.size());
    }
  }
}
