package dev.groundwire.bus.llm;

import java.util.List;

/**
 * @param models the default one first
 */
public record ModelsListed(List<String> models) {
  public ModelsListed {
    models = List.copyOf(models);
  }
}
