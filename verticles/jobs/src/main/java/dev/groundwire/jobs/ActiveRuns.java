package dev.groundwire.jobs;

import dev.groundwire.bus.Lease;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that this node runs, and the sign of life that keeps them its own. Of one context. */
final class ActiveRuns {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveRuns.class);

  private final Claims claims;
  private final Set<JobRun> running = new HashSet<>();
  private Promise<Void> idle = Promise.promise();
  private boolean beating;

  ActiveRuns(Claims claims) {
    this.claims = claims;
    idle.complete();
  }

  int size() {
    return running.size();
  }

  void add(JobRun run) {
    if (running.isEmpty()) {
      idle = Promise.promise();
    }
    running.add(run);
  }

  void remove(JobRun run) {
    running.remove(run);
    if (running.isEmpty()) {
      idle.tryComplete();
    }
  }

  /** Renews every lease at once. One that another node has taken ends its run. */
  void beat() {
    if (beating || running.isEmpty()) {
      return;
    }
    beating = true;
    try {
      List<JobRun> now = List.copyOf(running);
      List<Lease> held = now.stream().map(JobRun::lease).toList();
      Set<String> kept = new HashSet<>(claims.renew(held));
      for (JobRun run : now) {
        if (!kept.contains(run.lease().name()) && running.contains(run)) {
          LOG.atWarn().addKeyValue("lease", run.lease().name()).log("job lost to another node");
          run.lose();
        }
      }
    } finally {
      beating = false;
    }
  }

  /** Has a paused job look whether it is cancelled. */
  void look(UUID id) {
    running.stream()
        .filter(run -> run.lease().name().equals(ClaimedJob.leaseName(id)))
        .forEach(JobRun::look);
  }

  /** Completes when each job has been given back. */
  Future<Void> stop() {
    running.forEach(JobRun::stop);
    return idle.future();
  }
}
