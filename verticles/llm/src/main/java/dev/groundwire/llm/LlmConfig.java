package dev.groundwire.llm;

import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.dispatch.DispatchConfig;
import dev.groundwire.llm.extractive.ExtractiveConfig;
import dev.groundwire.platform.config.ItemDefaults;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How text is written.
 *
 * @param streams calls at once, waiting or being written; more are refused as overloaded
 * @param bufferCharacters what is unread of one call after which its provider is paused: characters
 *     of an answer's text, bytes of a completion's chunks
 * @param coalesce text that comes within it is handed on together; the first never waits
 * @param drainTimeout how long a stop waits for requests being served
 * @param maxTokens written at most for one request, whatever it asks for
 * @param providers as they are listed; see {@link #everyProvider}
 */
public record LlmConfig(
    int streams,
    int bufferCharacters,
    Duration coalesce,
    Duration drainTimeout,
    int maxTokens,
    ExtractiveConfig extractive,
    DispatchConfig dispatch,
    ProviderDefaults providerDefaults,
    @ItemDefaults("provider_defaults") List<ProviderConfig> providers,
    OpenAiConfig openai,
    AnthropicConfig anthropic) {
  public LlmConfig {
    Require.within("llm.streams", streams, 1, 1_000_000);
    Require.within("llm.buffer_characters", bufferCharacters, 256, 1_000_000);
    Require.within("llm.coalesce", coalesce, Duration.ZERO, Duration.ofSeconds(1));
    Require.positive("llm.drain_timeout", drainTimeout);
    Require.within("llm.max_tokens", maxTokens, 1, 1_000_000);
    providers = List.copyOf(providers);
    openai.requireWhole(providers);
    List<String> names =
        every(providerDefaults, providers, openai, anthropic).stream()
            .map(ProviderConfig::name)
            .toList();
    for (String name : names) {
      Require.that(
          Collections.frequency(names, name) == 1,
          "llm.providers",
          "a list without two of one name (llm.openai is named default, llm.anthropic anthropic)",
          name);
    }
  }

  /** The short ones, those listed, and the one that quotes: the default one first. */
  public List<ProviderConfig> everyProvider() {
    return every(providerDefaults, providers, openai, anthropic);
  }

  private static List<ProviderConfig> every(
      ProviderDefaults defaults,
      List<ProviderConfig> listed,
      OpenAiConfig openai,
      AnthropicConfig anthropic) {
    List<ProviderConfig> every = new ArrayList<>();
    openai.provider(defaults).ifPresent(every::add);
    anthropic.provider(defaults).ifPresent(every::add);
    every.addAll(listed);
    if (listed.stream().noneMatch(provider -> provider.kind() == Kind.EXTRACTIVE)) {
      every.add(defaults.extractive());
    }
    return List.copyOf(every);
  }
}
