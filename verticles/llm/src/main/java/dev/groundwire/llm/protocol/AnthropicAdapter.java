package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.Attempt;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import java.util.HashMap;
import java.util.Map;

/** Speaks Anthropic's Messages API. */
final class AnthropicAdapter implements Adapter {
  private static final String VERSION = "2023-06-01";

  private final Exchange exchange;
  private final Endpoint endpoint;
  private final int maxTokens;

  /**
   * @param maxTokens for requests that name none: the protocol wants one
   */
  AnthropicAdapter(
      Exchange exchange, ProviderConfig provider, HttpClientOptions tls, int maxTokens) {
    this.exchange = exchange;
    this.maxTokens = maxTokens;
    Map<String, String> headers = new HashMap<>(Map.of("anthropic-version", VERSION));
    String key = provider.apiKey();
    if (key != null && !key.isBlank()) {
      headers.put("x-api-key", key.strip());
    }
    this.endpoint = new Endpoint(exchange.vertx(), provider, "messages", headers, tls);
  }

  @Override
  public Attempt generate(
      Generate request,
      String model,
      int most,
      WrittenText text,
      Delivery<GenerationItem> delivery) {
    Buffer body =
        MessagesRequest.of(request, model, most, endpoint.provider().temperature()).toBuffer();
    return new HttpAttempt(
        exchange,
        endpoint,
        model,
        body,
        new MessagesReading(ChatRequest.roughPromptTokens(request), new MessagesText(text)),
        delivery);
  }

  @Override
  public Attempt complete(
      CompletionRequest request,
      String model,
      WrittenChunks chunks,
      Delivery<CompletionItem> delivery) {
    Buffer body;
    try {
      body = new CompletionTranslation(request.toJson(), maxTokens).asking(model).toBuffer();
    } catch (UpstreamFailure untranslatable) {
      return new RefusedAttempt(exchange.vertx(), untranslatable.failure());
    }
    long created = exchange.clock().millis() / 1_000;
    return new HttpAttempt(
        exchange,
        endpoint,
        model,
        body,
        new MessagesReading(
            request.roughPromptTokens(), new MessagesTranslation(chunks, model, created)),
        delivery);
  }

  @Override
  public Future<Void> close() {
    return endpoint.close();
  }
}
