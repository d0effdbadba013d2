package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.Attempt;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import java.util.Map;

/** Speaks the chat completions protocol. */
final class OpenAiAdapter implements Adapter {
  private final Exchange exchange;
  private final Endpoint endpoint;

  OpenAiAdapter(Exchange exchange, ProviderConfig provider, HttpClientOptions tls) {
    this.exchange = exchange;
    String key = provider.apiKey();
    Map<String, String> headers =
        key == null || key.isBlank() ? Map.of() : Map.of("authorization", "Bearer " + key.strip());
    this.endpoint = new Endpoint(exchange.vertx(), provider, "chat/completions", headers, tls);
  }

  @Override
  public Attempt generate(
      Generate request,
      String model,
      int maxTokens,
      WrittenText text,
      Delivery<GenerationItem> delivery) {
    Tally tally = new Tally(ChatRequest.roughPromptTokens(request));
    return new HttpAttempt(
        exchange,
        endpoint,
        model,
        ChatRequest.of(request, model, maxTokens, endpoint.provider()),
        new ChatReading(tally, new ChatText(text)),
        delivery);
  }

  @Override
  public Attempt complete(
      CompletionRequest request,
      String model,
      WrittenChunks chunks,
      Delivery<CompletionItem> delivery) {
    Tally tally = new Tally(request.roughPromptTokens());
    return new HttpAttempt(
        exchange,
        endpoint,
        model,
        request.asking(model),
        new ChatReading(tally, new ChatPassage(chunks)),
        delivery);
  }

  @Override
  public Future<Void> close() {
    return endpoint.close();
  }
}
