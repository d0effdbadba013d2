package dev.groundwire.gateway.jobs;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Hands one subscription's hints to all who watch that job. Of one event loop. */
final class JobBoard {
  private final Map<UUID, Set<Runnable>> watchers = new HashMap<>();

  void post(UUID job) {
    List.copyOf(watchers.getOrDefault(job, Set.of())).forEach(Runnable::run);
  }

  void watch(UUID job, Runnable watcher) {
    watchers.computeIfAbsent(job, ignored -> new LinkedHashSet<>()).add(watcher);
  }

  void leave(UUID job, Runnable watcher) {
    watchers.computeIfPresent(
        job,
        (ignored, present) -> {
          present.remove(watcher);
          return present.isEmpty() ? null : present;
        });
  }
}
