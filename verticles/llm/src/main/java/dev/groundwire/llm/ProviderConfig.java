package dev.groundwire.llm;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One provider.
 *
 * @param name of lower-case letters, digits and dashes; unique
 * @param baseUrl with the version, as in {@code https://api.openai.com/v1}; absent for {@link
 *     Kind#EXTRACTIVE}
 * @param models it may be asked for, the default one first
 * @param priority the lower one is asked first
 * @param weight share of the calls among those of the same priority
 * @param temperature absent for the provider's own
 * @param maxTokensField {@code max_tokens}, or {@code max_completion_tokens} where a model asks for
 *     that
 * @param connectTimeout until the connection stands
 * @param firstByteTimeout from the request to the head of the response, for each attempt
 * @param firstTokenTimeout from the head of the response to the first text
 * @param stallTimeout between two pieces of text
 * @param answerTimeout for the whole text once it has begun
 * @param mostAtOnce above which the limit of calls under way never grows
 * @param tokensPerMinute reserved and used at most; 0 for no limit of ours
 */
public record ProviderConfig(
    String name,
    Kind kind,
    @Nullable String baseUrl,
    @Nullable String apiKey,
    List<Model> models,
    int priority,
    int weight,
    @Nullable Double temperature,
    String maxTokensField,
    Duration connectTimeout,
    Duration firstByteTimeout,
    Duration firstTokenTimeout,
    Duration stallTimeout,
    Duration answerTimeout,
    int mostAtOnce,
    long tokensPerMinute) {
  /** The protocol it speaks. */
  public enum Kind {
    OPENAI,
    ANTHROPIC,
    EXTRACTIVE
  }

  /**
   * @param name by which clients ask for it
   * @param upstream as the provider names it
   */
  public record Model(String name, String upstream) {}

  public ProviderConfig {
    models = List.copyOf(models);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ProviderConfig[" + name + " " + kind + "]";
  }
}
