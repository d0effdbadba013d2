package dev.groundwire.llm.dispatch;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How calls are queued, limited, repeated and moved between providers.
 *
 * @param breakerFailures of one model within the window that open its breaker
 * @param slowCall a first token later than this counts as a failure and shrinks the limit
 * @param breakerPause how long an open breaker lets nothing through
 * @param breakerProbes calls a half-open breaker lets through at a time; as many have to succeed
 * @param attempts calls of one client's call to one provider at most, all before the first token
 * @param retryBase the wait before a repetition is at random up to this, doubled for each
 * @param retryShare repeated calls to a provider at most, as a share of its calls in the window
 * @param retryFloor repeated calls in a window that are always allowed
 * @param totalBudget for all attempts of one call before its first token
 * @param initialLimit calls under way at a provider with which the limit begins to adapt
 * @param waiting calls that wait for one provider
 * @param waitingPerWorkspace of them, of one workspace
 * @param backgroundTurn of so many calls taken from a queue one is of the background, if one waits
 * @param weights turns of a workspace, by its id, and {@code default}
 * @param extractiveFailover whether questions are answered by quoting when every model fails
 */
public record DispatchConfig(
    @Env("CB_WINDOW_SECONDS") Duration breakerWindow,
    @Env("CB_MAX_FAILURES") int breakerFailures,
    @Env("CB_SLOW_CALL_SECONDS") Duration slowCall,
    @Env("CB_PAUSE_SECONDS") Duration breakerPause,
    int breakerProbes,
    @Env("RETRY_MAX_ATTEMPTS") int attempts,
    @Env("RETRY_BASE_SECONDS") Duration retryBase,
    double retryShare,
    int retryFloor,
    @Env("PROVIDER_TOTAL_BUDGET_SECONDS") Duration totalBudget,
    int initialLimit,
    @Env("LLM_WAITING") int waiting,
    int waitingPerWorkspace,
    int backgroundTurn,
    Map<String, Integer> weights,
    boolean extractiveFailover) {
  private static final String DEFAULT = "default";
  private static final Pattern WORKSPACE =
      Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");

  public DispatchConfig {
    weights = Map.copyOf(weights);
    requireUpToADay("breaker_window", breakerWindow);
    Require.within("llm.dispatch.breaker_failures", breakerFailures, 1, 10_000);
    requireUpToADay("slow_call", slowCall);
    requireUpToADay("breaker_pause", breakerPause);
    Require.within("llm.dispatch.breaker_probes", breakerProbes, 1, 100);
    Require.within("llm.dispatch.attempts", attempts, 1, 20);
    requireUpToADay("retry_base", retryBase);
    Require.within("llm.dispatch.retry_share", retryShare, 0, 1);
    Require.within("llm.dispatch.retry_floor", retryFloor, 0, 10_000);
    requireUpToADay("total_budget", totalBudget);
    Require.within("llm.dispatch.initial_limit", initialLimit, 1, 100_000);
    Require.within("llm.dispatch.waiting", waiting, 0, 100_000);
    Require.within("llm.dispatch.waiting_per_workspace", waitingPerWorkspace, 0, 100_000);
    Require.within("llm.dispatch.background_turn", backgroundTurn, 2, 1_000);
    Require.that(
        weights.containsKey(DEFAULT), "llm.dispatch.weights", "with a key default", weights);
    weights.forEach((workspace, weight) -> {
      Require.that(
          workspace.equals(DEFAULT) || WORKSPACE.matcher(workspace).matches(),
          "llm.dispatch.weights",
          "by default and ids of workspaces, in lower case",
          workspace);
      Require.within("llm.dispatch.weights." + workspace, weight, 1, 1_000);
    });
  }

  int weightOf(UUID workspace) {
    Integer own = weights.get(workspace.toString());
    return own == null ? weights.getOrDefault(DEFAULT, 1) : own;
  }

  private static void requireUpToADay(String key, Duration value) {
    Require.within("llm.dispatch." + key, value, Duration.ofMillis(1), Duration.ofDays(1));
  }
}
