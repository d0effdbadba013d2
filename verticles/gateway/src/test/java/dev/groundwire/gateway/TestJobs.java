package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobAttempt;
import dev.groundwire.bus.jobs.JobChanged;
import dev.groundwire.bus.jobs.JobFilter;
import dev.groundwire.bus.jobs.JobFound;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.jobs.JobsListed;
import dev.groundwire.bus.jobs.ScheduleView;
import dev.groundwire.bus.jobs.SchedulesListed;
import dev.groundwire.bus.jobs.SubmitJob;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The jobs room of tests: jobs in memory. */
final class TestJobs {
  final List<JobFilter> meant = new CopyOnWriteArrayList<>();
  volatile boolean full;
  private final Map<UUID, Kept> jobs = new ConcurrentHashMap<>();
  private @Nullable Bus bus;

  private record Kept(Tenant tenant, JobView view) {}

  Future<?> start(Bus answering) {
    bus = answering;
    return Future.all(
        List.of(
            answering.answer(JobsBus.SUBMIT_JOB, 8, this::submit),
            answering.answer(
                JobsBus.LIST_JOBS,
                8,
                list -> {
                  meant.add(list.filter());
                  return new JobsListed(of(list.organizationId(), list.filter()), Optional.empty());
                }),
            answering.answer(
                JobsBus.FIND_JOB,
                8,
                find ->
                    new JobFound(
                        own(find.organizationId(), find.id()).view,
                        List.of(
                            new JobAttempt(TestRooms.THEN, UUID.randomUUID(), "It was away.")))),
            answering.answer(
                JobsBus.CANCEL_JOB,
                8,
                cancel -> {
                  own(cancel.organizationId(), cancel.id());
                  return change(cancel.id(), JobState.CANCELLED, 1);
                }),
            answering.answer(
                JobsBus.LIST_SCHEDULES,
                8,
                ignored ->
                    new SchedulesListed(
                        List.of(
                            new ScheduleView(
                                "nightly",
                                JobKind.CLEANUP,
                                "all",
                                86_400,
                                Optional.of("03:00"),
                                Optional.empty(),
                                Optional.of(TestRooms.THEN),
                                Optional.of("2 queued")))))));
  }

  private JobView submit(SubmitJob asked) {
    if (full) {
      throw new BusFailure(FailureCode.RATE_LIMITED, "3 jobs wait in this workspace.");
    }
    return add(asked.tenant(), asked.kind(), asked.arguments());
  }

  JobView add(Tenant tenant, JobKind kind, String arguments) {
    JobView view = view(UUID.randomUUID(), tenant, kind, arguments, JobState.QUEUED, 0);
    jobs.put(view.id(), new Kept(tenant, view));
    return view;
  }

  /** How a job goes on. */
  JobView change(UUID id, JobState state, long done) {
    Kept kept = Objects.requireNonNull(jobs.get(id));
    JobView now = view(id, kept.tenant, kept.view.kind(), kept.view.arguments(), state, done);
    jobs.put(id, new Kept(kept.tenant, now));
    Objects.requireNonNull(bus)
        .hint(JobsBus.JOB_CHANGED, new JobChanged(kept.tenant.organizationId(), id, false));
    return now;
  }

  private List<JobView> of(UUID organizationId, JobFilter filter) {
    return jobs.values().stream()
        .filter(kept -> kept.tenant.organizationId().equals(organizationId))
        .map(Kept::view)
        .filter(job -> filter.state().orElse(job.state()) == job.state())
        .sorted(Comparator.comparing(JobView::id))
        .toList();
  }

  private Kept own(UUID organizationId, UUID id) {
    Kept kept = jobs.get(id);
    if (kept == null || !kept.tenant.organizationId().equals(organizationId)) {
      throw new BusFailure(FailureCode.NOT_FOUND, "There is no such job.");
    }
    return kept;
  }

  private static JobView view(
      UUID id, Tenant tenant, JobKind kind, String arguments, JobState state, long done) {
    return new JobView(
        id,
        tenant.workspaceId(),
        kind,
        state,
        arguments,
        done,
        4,
        "{\"rebuilt\":" + done + "}",
        0,
        Optional.empty(),
        state == JobState.FAILED ? Optional.of("The model is away.") : Optional.empty(),
        state == JobState.CANCELLED,
        Optional.empty(),
        Optional.empty(),
        TestRooms.THEN,
        Optional.empty(),
        state.isEnd() ? Optional.of(TestRooms.THEN) : Optional.empty());
  }
}
