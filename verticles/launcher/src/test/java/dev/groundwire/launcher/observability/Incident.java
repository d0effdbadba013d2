package dev.groundwire.launcher.observability;

import static dev.groundwire.launcher.observability.Haste.bound;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Something that goes wrong, and who must notice.
 *
 * @param alerts that fire for it, all of them
 * @param cause brings it about, and goes on until it is interrupted when it must be kept up
 * @param callers threads that cause it side by side
 */
record Incident(String what, Set<String> alerts, int callers, Cause cause) {
  /** Breaks one part of a node's world. */
  @FunctionalInterface
  interface Cause {
    void happen(BusyNode busy) throws Exception;
  }

  /** Those that can be caused in a minute or two, in the order in which they are. */
  static List<Incident> all() {
    List<Incident> incidents = new ArrayList<>();
    incidents.add(
        new Incident(
            "nobody takes spans and pings",
            Set.of("TelemetryLost", "HealthcheckPingFailing"),
            1,
            busy -> {
              busy.collector.answer(503);
              busy.pinged.answer(500);
              repeated(asking -> asking.ask("shared")).happen(busy); // else nothing is told
            }));
    incidents.add(
        new Incident(
            "a certificate ends tomorrow",
            Set.of("CertificateExpiresSoon", "CertificateExpiresNow"),
            1,
            busy -> {}));
    incidents.add(
        new Incident(
            "a provider is down",
            Set.of(
                "ProviderBreakerOpen",
                "ProviderErrorRatioHigh",
                "AskErrorRatioHigh",
                "HttpErrorRatioHigh",
                "ErrorBudgetBurnsFast",
                "ErrorBudgetBurnsSlowly"),
            2,
            repeated(busy -> busy.ask("alone"))));
    incidents.add(
        new Incident(
            "a provider is slow and full",
            Set.of("AskSlow", "ProviderQueueOld", "WorkspaceQuotaNearlyUsed"),
            3,
            repeated(busy -> busy.ask("slow"))));
    incidents.add(
        new Incident(
            "a subscriber is away",
            Set.of("WebhookAway", "WebhookDisabled"),
            1,
            busy -> {
              busy.subscribe();
              repeated(each -> each.ask("shared")).happen(busy);
            }));
    incidents.add(
        new Incident(
            "documents cannot be read",
            Set.of("DeadLettersGrowing", "DeadLettersParked", "DocumentsFailing"),
            1,
            repeated(BusyNode::spoil)));
    incidents.add(
        new Incident("documents have no end", Set.of("ParsersDying"), 1, repeated(BusyNode::hang)));
    incidents.add(
        new Incident(
            "NATS is away",
            Set.of("OutboxOld", "DependencyDown", "NoProgress", "DocumentStuck"),
            1,
            busy -> {
              busy.nats.stop();
              busy.api().uploaded("late.txt", "The lamp went out.".getBytes(UTF_8));
            }));
    incidents.add(
        new Incident("the node is killed", Set.of("NodeDown"), 1, busy -> busy.node.kill()));
    return incidents;
  }

  private static Cause repeated(Cause once) {
    return busy -> {
      while (!Thread.currentThread().isInterrupted()) {
        once.happen(busy);
      }
    };
  }

  /** Bounds that would take too long to reach. */
  static Map<String, UnaryOperator<String>> sooner() {
    Map<String, UnaryOperator<String>> sooner = new TreeMap<>(wired());
    sooner.put("ErrorBudgetBurnsFast", bound(">= 10", ">= 1"));
    sooner.put("ErrorBudgetBurnsSlowly", bound(">= 20", ">= 1"));
    sooner.put("OutboxOld", bound("> 60", "> 3"));
    sooner.put("DocumentStuck", bound("> 1800", "> 3"));
    sooner.put("ProviderQueueOld", bound("> 30", "> 1"));
    sooner.put("DocumentsFailing", bound("> 5", "> 1"));
    sooner.put("ParsersDying", bound("> 3", "> 1"));
    return sooner;
  }

  /**
   * Alerts whose condition no test should bring about: full disks, full memory, errors of ours.
   * Their bound is put where a healthy node is beyond it, which proves that they look at series
   * that there are, in the unit they think.
   */
  static Map<String, UnaryOperator<String>> wired() {
    Map<String, UnaryOperator<String>> wired = new TreeMap<>();
    wired.put("DataDiskNearlyFull", bound("< 0.1", "<= 1"));
    wired.put(
        "DataDiskFillsSoon", bound("< 0\\.5", "<= 1").andThen(bound("< 0\\s", "> 0 "))::apply);
    wired.put("MemoryNearlyUsed", bound("> 0.9", "> 0.001 < 1"));
    wired.put("HeapNearlyFull", bound("> 0.9", "> 0.001 < 1"));
    wired.put("OpenFilesNearlyUsed", bound("> 0.8", "> 0 < 1"));
    wired.put("EventLoopDelayed", bound("> 0.25", "> 0 < 5"));
    wired.put("ErrorsLogged", bound("60 > 1", "60 >= 0"));
    wired.put("JobSilent", bound("> 1800", ">= 0"));
    wired.put("IndexDrift", bound("> 0", ">= 0"));
    wired.put("DatabasePoolExhausted", bound("> 0", ">= 0"));
    wired.put("EmbeddingQueueOld", bound("> 5", ">= 0"));
    wired.put("InboxOld", bound("> 300", ">= 0"));
    wired.put("TelemetryDropped", bound("> 8192", "> -1000000"));
    wired.put("QueueGrowing", bound("> \\d+", ">= 0"));
    wired.put("NodeRestarts", bound("> 2", ">= 0"));
    return wired;
  }

  /** Checked by promtool alone: what nothing does on purpose. */
  static Set<String> onlyByPromtool() {
    return Set.of(
        "NodeAbsent",
        "EventBusDiscards",
        "EventBusUnanswered",
        "BrokerGaveUp",
        "NodeDeaf", // these need several nodes
        "ClusterSplit",
        "ClusterShrunk");
  }
}
