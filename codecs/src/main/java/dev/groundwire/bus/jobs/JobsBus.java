package dev.groundwire.bus.jobs;

import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;

/** Everything the jobs verticle answers. */
public final class JobsBus {
  public static final RequestAddress<SubmitJob, JobView> SUBMIT_JOB =
      new RequestAddress<>("jobs.submit-job", SubmitJob.class, JobView.class);
  public static final RequestAddress<ListJobs, JobsListed> LIST_JOBS =
      new RequestAddress<>("jobs.list-jobs", ListJobs.class, JobsListed.class).harmless();
  public static final RequestAddress<FindJob, JobFound> FIND_JOB =
      new RequestAddress<>("jobs.find-job", FindJob.class, JobFound.class).harmless();
  public static final RequestAddress<CancelJob, JobView> CANCEL_JOB =
      new RequestAddress<>("jobs.cancel-job", CancelJob.class, JobView.class);
  public static final RequestAddress<ListSchedules, SchedulesListed> LIST_SCHEDULES =
      new RequestAddress<>("jobs.list-schedules", ListSchedules.class, SchedulesListed.class).harmless();

  /** The room's own part of a cleanup. */
  public static final RequestAddress<RunStep, StepDone> RUN_STEP =
      new RequestAddress<>("jobs.run-step", RunStep.class, StepDone.class);

  public static final HintAddress<JobChanged> JOB_CHANGED =
      new HintAddress<>("jobs.job-changed", JobChanged.class);

  private JobsBus() {}
}
