package dev.groundwire.llm.dispatch;

import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.ProviderConfig.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Who may serve a model, in tiers: the first tier first, within a tier at random by weight. A call
 * that names no model gets the first provider's default one, and behind it the other providers'.
 */
final class Routes {
  private final Map<String, List<List<Target>>> byModel = new LinkedHashMap<>();
  private final List<List<Target>> byDefault;
  private final RandomGenerator random;

  /**
   * @param providers the default one first, at least one
   * @param target of a provider and one of its models
   */
  Routes(
      List<ProviderConfig> providers,
      boolean isExtractiveTheLastResort,
      BiFunction<ProviderConfig, Model, Target> target,
      RandomGenerator random) {
    this.random = random;
    for (ProviderConfig provider : providers) {
      for (Model model : provider.models()) {
        byModel.computeIfAbsent(
            model.name(), name -> tiers(providers, candidate -> named(candidate, name), target));
      }
    }
    ProviderConfig first = providers.getFirst();
    List<List<Target>> tiers =
        new ArrayList<>(byModel.getOrDefault(first.models().getFirst().name(), List.of()));
    Set<ProviderConfig> known = new HashSet<>();
    tiers.forEach(tier -> tier.forEach(candidate -> known.add(candidate.provider())));
    tiers.addAll(
        tiers(
            providers.stream()
                .filter(provider -> !known.contains(provider))
                .filter(provider -> provider.kind() != Kind.EXTRACTIVE || isExtractiveTheLastResort)
                .toList(),
            provider -> Optional.of(provider.models().getFirst()),
            target));
    byDefault = List.copyOf(tiers);
  }

  /** The tiers of that model; empty when there is none of that name. */
  Optional<List<List<Target>>> to(Optional<String> model) {
    if (model.isEmpty()) {
      return Optional.of(shuffled(byDefault));
    }
    return Optional.ofNullable(byModel.get(model.get())).map(this::shuffled);
  }

  /** The default one first. */
  List<String> models() {
    return List.copyOf(byModel.keySet());
  }

  private static Optional<Model> named(ProviderConfig provider, String name) {
    return provider.models().stream().filter(model -> model.name().equals(name)).findFirst();
  }

  private static List<List<Target>> tiers(
      List<ProviderConfig> providers,
      Function<ProviderConfig, Optional<Model>> offered,
      BiFunction<ProviderConfig, Model, Target> target) {
    Map<Integer, List<Target>> tiers = new TreeMap<>();
    for (ProviderConfig provider : providers) {
      offered
          .apply(provider)
          .ifPresent(model ->
              tiers
                  .computeIfAbsent(provider.priority(), priority -> new ArrayList<>())
                  .add(target.apply(provider, model)));
    }
    return tiers.values().stream().map(List::copyOf).toList();
  }

  private List<List<Target>> shuffled(List<List<Target>> tiers) {
    return tiers.stream().allMatch(tier -> tier.size() == 1)
        ? tiers
        : tiers.stream().map(this::byWeight).toList();
  }

  private List<Target> byWeight(List<Target> tier) {
    List<Target> left = new ArrayList<>(tier);
    List<Target> drawn = new ArrayList<>(tier.size());
    while (left.size() > 1) {
      int weights = left.stream().mapToInt(candidate -> candidate.provider().weight()).sum();
      int at = 0;
      for (int ticket = random.nextInt(weights); ticket >= left.get(at).provider().weight(); at++) {
        ticket -= left.get(at).provider().weight();
      }
      drawn.add(left.remove(at));
    }
    drawn.addAll(left);
    return drawn;
  }
}
