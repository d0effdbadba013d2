package dev.groundwire.llm;

import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.bus.llm.TokenUsage;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an OpenAI-compatible endpoint write. Attempts are repeated until the first text only: after
 * it, a second attempt would write another answer behind the half of the first.
 */
final class OpenAiProvider implements LlmProvider {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiProvider.class);
  private static final Completion NOT_WANTED =
      new Completion(Completion.STOP, new TokenUsage(0, 0));

  private final Vertx vertx;
  private final OpenAiConfig config;
  private final int maxTokens;
  private final Clock clock;
  private final RetryDelay delay;
  private final HttpClient client;
  private final RequestOptions options;
  private final List<String> models;

  OpenAiProvider(Vertx vertx, LlmConfig llm, Clock clock, RandomGenerator random) {
    this.vertx = vertx;
    this.config = llm.openai();
    this.maxTokens = llm.maxTokens();
    this.clock = clock;
    this.delay = new RetryDelay(config.retryBase(), random);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) config.connectTimeout().toMillis()),
            new PoolOptions().setHttp1MaxSize(llm.generations()));
    this.options = options(config);
    this.models =
        Stream.concat(
                Stream.of(Objects.requireNonNull(config.model())), config.moreModels().stream())
            .distinct()
            .toList();
  }

  private static RequestOptions options(OpenAiConfig config) {
    String base = Objects.requireNonNull(config.baseUrl()).strip();
    String slash = base.endsWith("/") ? "" : "/";
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(base + slash + "chat/completions")
            .putHeader("content-type", "application/json")
            .putHeader("accept", "text/event-stream")
            .putHeader("user-agent", "groundwire");
    String key = config.apiKey();
    if (key != null && !key.isBlank()) {
      options.putHeader("authorization", "Bearer " + key.strip());
    }
    return options;
  }

  @Override
  public List<String> models() {
    return models;
  }

  @Override
  public Completion write(StartGeneration request, String model, TokenSink sink) {
    int limit = Math.clamp(request.maxTokens(), 1, maxTokens);
    Buffer body = ChatCompletionsBody.of(request, model, limit, config);
    int promptTokens =
        request.prompt().stream().mapToInt(message -> RoughTokens.of(message.content())).sum();
    long latest = clock.millis() + config.totalBudget().toMillis();
    for (int attempt = 1; ; attempt++) {
      if (sink.isCancelled()) {
        return NOT_WANTED;
      }
      ChatCompletionsCall call =
          new ChatCompletionsCall(vertx, config, clock, latest, sink, promptTokens);
      try {
        return call.run(client, options, body);
      } catch (UpstreamFailure failure) {
        if (sink.isCancelled()) {
          return NOT_WANTED;
        }
        Duration wait = delay.after(attempt, failure);
        boolean isWorthIt = failure.mayPass() && !call.hasBegun() && attempt < config.attempts();
        if (!isWorthIt || clock.millis() + wait.toMillis() >= latest) {
          throw failure.toBusFailure();
        }
        LOG.atInfo().addKeyValue("attempt", attempt).log("model provider is asked again");
        pause(wait, sink);
      }
    }
  }

  private void pause(Duration wait, TokenSink sink) {
    Promise<Void> over = Promise.promise();
    long timer = vertx.setTimer(Math.max(1, wait.toMillis()), fired -> over.tryComplete());
    sink.whenCancelled().onComplete(cancelled -> over.tryComplete());
    over.future().await();
    vertx.cancelTimer(timer);
  }

  @Override
  public void close() {
    client.close().onFailure(OpenAiProvider::notClosed);
  }

  private static void notClosed(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("reason", failure.toString())
        .log("connections to the model provider not closed");
  }
}
