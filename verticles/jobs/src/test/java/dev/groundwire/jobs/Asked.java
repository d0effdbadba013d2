package dev.groundwire.jobs;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.CancelJob;
import dev.groundwire.bus.jobs.FindJob;
import dev.groundwire.bus.jobs.JobFilter;
import dev.groundwire.bus.jobs.JobFound;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.jobs.ListJobs;
import dev.groundwire.bus.jobs.SubmitJob;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks the room over the bus, as others do. */
final class Asked {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private final Bus bus;

  Asked(Vertx vertx) {
    this.bus = new Bus(vertx);
  }

  <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return bus.request(at, request, DEADLINE).await();
  }

  JobView submit(Tenant tenant, JobKind kind, String arguments) {
    return ask(JobsBus.SUBMIT_JOB, new SubmitJob(tenant, kind, arguments));
  }

  JobView submit(Tenant tenant) {
    return submit(tenant, JobKind.REBUILD, "{\"documentIds\":[]}");
  }

  JobFound find(Tenant tenant, UUID id) {
    return ask(JobsBus.FIND_JOB, new FindJob(tenant.organizationId(), id));
  }

  JobView cancel(Tenant tenant, UUID id) {
    return ask(JobsBus.CANCEL_JOB, new CancelJob(tenant.organizationId(), id));
  }

  List<JobView> list(Tenant tenant) {
    return ask(
            JobsBus.LIST_JOBS,
            new ListJobs(
                tenant.organizationId(),
                new JobFilter(Optional.empty(), Optional.empty(), Optional.empty()),
                new Page(100, Optional.empty())))
        .items();
  }

  JobView await(Tenant tenant, UUID id, JobState state) {
    until(state + " of " + id, () -> find(tenant, id).job().state() == state);
    return find(tenant, id).job();
  }

  static void until(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
