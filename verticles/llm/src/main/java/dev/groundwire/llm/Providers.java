package dev.groundwire.llm;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.ModelsListed;
import java.util.List;
import java.util.Optional;

/** The providers in order of preference, found by the name of a model. */
final class Providers {
  private final List<LlmProvider> providers;

  /**
   * @param providers the preferred one first, at least one
   */
  Providers(List<LlmProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** Who writes, and as which model. */
  record Choice(LlmProvider provider, String model) {}

  Choice choose(Optional<String> model) {
    if (model.isEmpty()) {
      LlmProvider preferred = providers.getFirst();
      return new Choice(preferred, preferred.models().getFirst());
    }
    String name = model.get();
    return providers.stream()
        .filter(provider -> provider.models().contains(name))
        .findFirst()
        .map(provider -> new Choice(provider, name))
        .orElseThrow(() ->
            new BusFailure(
                FailureCode.INVALID_REQUEST,
                "There is no model of that name; there are " + list().models() + "."));
  }

  ModelsListed list() {
    return new ModelsListed(
        providers.stream().flatMap(provider -> provider.models().stream()).distinct().toList());
  }

  void close() {
    providers.forEach(LlmProvider::close);
  }
}
