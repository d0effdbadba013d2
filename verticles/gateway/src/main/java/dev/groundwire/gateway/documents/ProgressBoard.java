package dev.groundwire.gateway.documents;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentProgressed;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Hands one subscription's hints to all who watch that workspace. Of one event loop. */
final class ProgressBoard {
  private final Map<Tenant, Set<Consumer<DocumentProgressed>>> watchers = new HashMap<>();

  void post(DocumentProgressed hint) {
    Set<Consumer<DocumentProgressed>> interested = watchers.get(hint.tenant());
    if (interested != null) {
      List.copyOf(interested).forEach(watcher -> watcher.accept(hint));
    }
  }

  /** The watcher must neither block nor keep more than it bounds. */
  void watch(Tenant tenant, Consumer<DocumentProgressed> watcher) {
    watchers.computeIfAbsent(tenant, ignored -> new LinkedHashSet<>()).add(watcher);
  }

  void leave(Tenant tenant, Consumer<DocumentProgressed> watcher) {
    watchers.computeIfPresent(
        tenant,
        (ignored, present) -> {
          present.remove(watcher);
          return present.isEmpty() ? null : present;
        });
  }
}
