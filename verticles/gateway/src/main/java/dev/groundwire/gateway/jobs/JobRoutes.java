package dev.groundwire.gateway.jobs;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.bus.jobs.CancelJob;
import dev.groundwire.bus.jobs.FindJob;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.jobs.ListSchedules;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.RoomRoutes;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.StreamKind;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The calls about jobs, which belong to an organization as a whole. Of one event loop. */
public final class JobRoutes {
  static final String ALL = "/api/v1/jobs";
  private static final String ONE = ALL + "/:id";

  private final Vertx vertx;
  private final Bus bus;
  private final Workspaces workspaces;
  private final Parts parts;
  private final JobBoard board = new JobBoard();
  private final Set<EventStream> open = new HashSet<>();

  public JobRoutes(Vertx vertx, Bus bus, Workspaces workspaces, Parts parts) {
    this.vertx = vertx;
    this.bus = bus;
    this.workspaces = workspaces;
    this.parts = parts;
  }

  /** Completes when hints of progress arrive. */
  public Future<Void> listen() {
    return bus.onHint(JobsBus.JOB_CHANGED, hint -> board.post(hint.id()));
  }

  /** Before a stop: watchers reconnect to a node that stays. */
  public void endStreams() {
    List.copyOf(open).forEach(EventStream::end);
  }

  /** A fixed path stands before one with a parameter at its place. */
  public List<ApiRoute> routes() {
    RoomRoutes room = new RoomRoutes(workspaces, bus, parts.deadline);
    return List.of(
        new ApiRoute(POST, ALL, new SubmitJobRoute(workspaces, bus, parts.json, parts.deadline)),
        new ApiRoute(GET, ALL, new ListJobsRoute(workspaces, bus, parts.deadline)),
        room.inOrganization(
            GET,
            ALL + "/schedules",
            JobsBus.LIST_SCHEDULES,
            (http, organization) -> new ListSchedules(organization),
            JsonReply::ok),
        room.inOrganization(
            GET,
            ONE,
            JobsBus.FIND_JOB,
            (http, organization) -> new FindJob(organization, PathIds.of(http, "id")),
            (http, found) -> JsonReply.ok(http, JobBody.Whole.of(found))),
        room.inOrganization(
            DELETE,
            ONE,
            JobsBus.CANCEL_JOB,
            (http, organization) -> new CancelJob(organization, PathIds.of(http, "id")),
            (http, cancelled) -> JsonReply.send(http, 202, JobBody.of(cancelled))),
        new ApiRoute(GET, ONE + "/events", this::watch));
  }

  /** {@code GET /api/v1/jobs/{id}/events}: the job each time it has come further, until it ends. */
  private void watch(RoutingContext http) {
    FindJob job = new FindJob(Caller.of(http).organizationId(), PathIds.of(http, "id"));
    EventStream stream = parts.streams.open(http, StreamKind.PROGRESS);
    open.add(stream);
    stream.onClose(() -> open.remove(stream));
    new JobWatch(
            vertx,
            board,
            stream,
            () -> bus.request(JobsBus.FIND_JOB, job, parts.deadline),
            parts.poll)
        .run(job.id());
  }

  /**
   * What the routes need beside bus and workspaces.
   *
   * @param deadline for what a room is asked
   * @param poll between two look-ups of a job that moves
   */
  public record Parts(JsonBody json, StreamSlots streams, Duration deadline, Duration poll) {}
}
