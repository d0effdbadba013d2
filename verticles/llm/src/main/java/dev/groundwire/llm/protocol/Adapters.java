package dev.groundwire.llm.protocol;

import dev.groundwire.llm.ProviderConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** The adapter of each provider, by its name. Belongs to the context it is made on. */
public final class Adapters {
  private final Map<String, Adapter> byName = new HashMap<>();

  /**
   * @param nowMillis for spans: a time that nobody sets
   * @param maxTokens for providers that want a limit where a request has none
   * @param extractive for all providers of that kind
   */
  public Adapters(
      Vertx vertx,
      Clock clock,
      LongSupplier nowMillis,
      List<ProviderConfig> providers,
      int maxTokens,
      Adapter extractive) {
    this(vertx, clock, nowMillis, providers, maxTokens, extractive, new HttpClientOptions());
  }

  /**
   * @param tls what https endpoints are trusted by, besides the usual
   */
  Adapters(
      Vertx vertx,
      Clock clock,
      LongSupplier nowMillis,
      List<ProviderConfig> providers,
      int maxTokens,
      Adapter extractive,
      HttpClientOptions tls) {
    Exchange exchange = new Exchange(vertx, clock, nowMillis, new ReadBytes());
    for (ProviderConfig provider : providers) {
      byName.put(
          provider.name(),
          switch (provider.kind()) {
            case OPENAI -> new OpenAiAdapter(exchange, provider, tls);
            case ANTHROPIC -> new AnthropicAdapter(exchange, provider, tls, maxTokens);
            case EXTRACTIVE -> extractive;
          });
    }
  }

  Adapter at(ProviderConfig provider) {
    return Objects.requireNonNull(byName.get(provider.name()), provider.name());
  }

  /** Ends connections; what is being written fails. */
  public Future<?> close() {
    return Future.join(byName.values().stream().map(Adapter::close).toList());
  }
}
