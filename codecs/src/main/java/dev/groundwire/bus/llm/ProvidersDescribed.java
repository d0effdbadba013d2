package dev.groundwire.bus.llm;

import java.util.List;

/**
 * @param retries calls repeated since the start
 * @param failovers calls that another provider took over
 * @param refused calls refused since the start, because they could not be served in time
 */
public record ProvidersDescribed(
    List<ProviderView> providers, long retries, long failovers, long refused) {
  public ProvidersDescribed {
    providers = List.copyOf(providers);
  }
}
