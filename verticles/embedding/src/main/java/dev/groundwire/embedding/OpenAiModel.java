package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * A model behind an endpoint that speaks OpenAI's {@code /embeddings}.
 *
 * <p>Its tokenizer is unknown, so tokens are estimated, rather too high: those of the local BERT
 * tokenizer, a word that it does not know counted by its bytes (no byte-level tokenizer makes
 * more), times a safety factor. A passage within the window by this count is within it truly.
 */
final class OpenAiModel implements EmbeddingModel {
  private final OpenAiConfig config;
  private final String model;
  private final BertTokenizer tokenizer;
  private final HttpClient client;
  private final OpenAiCaller caller;

  private OpenAiModel(
      Vertx vertx,
      OpenAiConfig config,
      String model,
      BertTokenizer tokenizer,
      Clock clock,
      RandomGenerator jitter) {
    this.config = config;
    this.model = model;
    this.tokenizer = tokenizer;
    client =
        vertx.createHttpClient(
            new HttpClientOptions(),
            new PoolOptions()
                .setHttp1MaxSize(config.callsAtOnce())
                .setMaxWaitQueueSize(config.callsAtOnce()));
    caller =
        new OpenAiCaller(
            new EmbeddingsCall(vertx, client, config, model, clock),
            new Retries(vertx, config, clock, jitter),
            this,
            Telemetry.of(vertx).meters());
  }

  /**
   * @param folder keeps the tokenizer's native library
   */
  static OpenAiModel open(
      Vertx vertx, EmbeddingConfig config, Path folder, Clock clock, RandomGenerator jitter) {
    new RuntimeFiles(folder).prepareTokenizer();
    BertTokenizer tokenizer = new BertTokenizer(LocalModelCard.BGE_SMALL_EN);
    return new OpenAiModel(vertx, config.openai(), config.model(), tokenizer, clock, jitter);
  }

  @Override
  public ModelDescribed description() {
    return new ModelDescribed(
        "openai:" + model + ":" + config.dimensions(), config.dimensions(), window());
  }

  int window() {
    return config.maxTokens() - LocalModelCard.SPECIAL_TOKENS;
  }

  @Override
  public int slice() {
    return config.batchSize();
  }

  @Override
  public int callers() {
    return config.callsAtOnce();
  }

  /** All threads share it: it keeps nothing between calls. */
  @Override
  public Caller newCaller() {
    return caller;
  }

  @Override
  public int countTokens(String text) {
    return (int) Math.ceil(tokenizer.countUnknownAsBytes(text) * config.tokenFactor());
  }

  @Override
  public void close() {
    client.close();
    tokenizer.close();
  }
}
