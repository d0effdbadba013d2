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

  private final EmbeddingModel model;
  private final EmbeddingQueue queue;
  private final Executor counting;
  private final EmbeddingMeters meters;
  private final Cache<String, float[]> queries;

  /**
   * @param counting where tokens are counted: work for the processor, beside the model's
   * @param queryCacheBytes memory for the vectors of queries that are asked again
   */
  TextEmbedding(
      EmbeddingModel model,
      EmbeddingQueue queue,
      Executor counting,
      long queryCacheBytes,
      EmbeddingMeters meters) {
    this.meters = meters;
    this.model = model;
    this.queue = queue;
    this.counting = counting;
    this.queries =
        Caffeine.newBuilder()
            .maximumWeight(queryCacheBytes)
            .<String, float[]>weigher((text, vector) -> 2 * text.length() + 4 * vector.length)
            // Eviction is cheap, and a thread of the common pool would see none of our names.
            .executor(Runnable::run)
            .build();
  }

  TextsEmbedded embed(EmbedTexts request) {
    requireSize(request.texts(), EmbeddingConfig.TEXTS_A_REQUEST);
    long begun = System.nanoTime();
    try {
      return new TextsEmbedded(
          model.description().model(),
          Traced.call(described(request), span -> vectors(request, span)));
    } finally {
      meters.took(request.purpose(), Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private SpanBuilder described(EmbedTexts request) {
    return Telemetry.span("embed")
        .setAttribute("gen_ai.operation.name", "embeddings")
        .setAttribute("gen_ai.request.model", model.description().model())
        .setAttribute("embedding.lane", EmbeddingMeters.lane(request.purpose()))
        .setAttribute("embedding.texts", request.texts().size());
  }

  private List<float[]> vectors(EmbedTexts request, Span span) {
    return request.purpose() == Purpose.QUERY
        ? queries(request.texts(), span)
        : queued(request.purpose(), request.texts());
  }

  private List<float[]> queued(Purpose purpose, List<String> texts) {
    boolean isDone = false;
    try {
      List<float[]> vectors = queue.submit(purpose, texts).await();
      isDone = true;
      return vectors;
    } finally {
      meters.embedded(purpose, texts.size(), isDone);
    }
  }

  private List<float[]> queries(List<String> texts, Span span) {
    Map<String, float[]> known = new LinkedHashMap<>(queries.getAllPresent(texts));
    List<String> unknown =
        texts.stream().distinct().filter(text -> !known.containsKey(text)).toList();
    meters.remembered(known.size(), unknown.size());
    span.setAttribute("embedding.remembered", known.size());
    if (!unknown.isEmpty()) {
      List<float[]> vectors = queued(Purpose.QUERY, unknown);
      for (int i = 0; i < vectors.size(); i++) {
        known.put(unknown.get(i), vectors.get(i));
        queries.put(unknown.get(i), vectors.get(i));
      }
    }
    List<float[]> inOrder = new ArrayList<>(texts.size());
    texts.forEach(text -> inOrder.add(known.get(text)));
    return inOrder;
  }

  TokensCounted count(CountTokens request) {
    requireSize(request.texts(), TEXTS_TO_COUNT);
    Promise<TokensCounted> counted = Promise.promise();
    counting.execute(() -> counted.handle(counts(request.texts())));
    return counted.future().await();
  }

  private Future<TokensCounted> counts(List<String> texts) {
    try {
      return Future.succeededFuture(
          new TokensCounted(texts.stream().map(model::countTokens).toList()));
    } catch (Throwable unexpected) { // whatever it is: somebody awaits an end
      return Future.failedFuture(unexpected);
    }
  }

  ModelDescribed describe(DescribeModel request) {
    return model.description();
  }

  private static void requireSize(List<String> texts, int most) {
    if (texts.isEmpty() || texts.size() > most) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "texts are not 1.." + most + ": " + texts.size());
    }
  }
}
