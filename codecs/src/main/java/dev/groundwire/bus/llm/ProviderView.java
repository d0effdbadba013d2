package dev.groundwire.bus.llm;

import java.util.List;

/**
 * A configured provider and how it fares.
 *
 * @param models it may be asked for, the default one first
 * @param priority the lower one is asked first
 * @param breakers one a model, {@code model=closed|open|half-open}
 * @param limit calls it gets at a time just now
 * @param running calls it has
 * @param waiting calls that wait for it
 */
public record ProviderView(
    String name,
    String kind,
    List<String> models,
    int priority,
    List<String> breakers,
    int limit,
    int running,
    int waiting) {
  public ProviderView {
    models = List.copyOf(models);
    breakers = List.copyOf(breakers);
  }
}
