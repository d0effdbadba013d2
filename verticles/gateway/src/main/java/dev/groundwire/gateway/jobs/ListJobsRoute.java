package dev.groundwire.gateway.jobs;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.jobs.JobFilter;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.jobs.ListJobs;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PageQuery;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** {@code GET /api/v1/jobs}: newest first, of all workspaces unless {@code workspace} names one. */
final class ListJobsRoute implements Handler<RoutingContext> {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;

  ListJobsRoute(Workspaces workspaces, Bus bus, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID organization = Caller.of(http).organizationId();
    Page page = PageQuery.of(http);
    Optional<JobState> state = query(http, "state").map(JobWords::state);
    Optional<JobKind> kind = query(http, "kind").map(JobWords::kind);
    workspaceOf(http, organization)
        .compose(workspace ->
            bus.request(
                JobsBus.LIST_JOBS,
                new ListJobs(organization, new JobFilter(workspace, state, kind), page),
                deadline))
        .onSuccess(listed -> JsonReply.ok(http, JobBody.Several.of(listed)))
        .onFailure(http::fail);
  }

  private Future<Optional<UUID>> workspaceOf(RoutingContext http, UUID organization) {
    return query(http, "workspace")
        .map(name ->
            workspaces
                .tenantOf(organization, name)
                .map(tenant -> Optional.of(tenant.workspaceId())))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private static Optional<String> query(RoutingContext http, String name) {
    return Optional.ofNullable(http.queryParams().get(name));
  }
}
