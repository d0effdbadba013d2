package dev.groundwire.gateway.jobs;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.DedupeArguments;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.jobs.RebuildArguments;
import dev.groundwire.bus.jobs.RetentionArguments;
import dev.groundwire.bus.jobs.SubmitJob;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonFields;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code POST /api/v1/jobs}: queues one; its fields beside kind and workspace are its kind's. */
final class SubmitJobRoute implements Handler<RoutingContext> {
  private static final String[] ALL_FIELDS = {
    "kind", "workspace", "remove", "documentIds", "olderThanDays", "of"
  };

  private final Workspaces workspaces;
  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  SubmitJobRoute(Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID organization = Caller.of(http).organizationId();
    json.read(http, ALL_FIELDS)
        .compose(body -> submit(http, organization, body))
        .onSuccess(queued -> {
          http.response().putHeader("Location", JobRoutes.ALL + "/" + queued.id());
          JsonReply.send(http, 202, queued);
        })
        .onFailure(http::fail);
  }

  private Future<JobBody> submit(RoutingContext http, UUID organization, JsonFields body) {
    JobKind kind = JobWords.kind(body.text("kind"));
    if (kind == JobKind.REEMBED) {
      Caller.requireOperator(http); // it is about all organizations
    }
    String arguments = RecordJson.write(arguments(kind, body));
    return workspaces
        .tenantOf(organization, body.text("workspace"))
        .compose(tenant -> ask(tenant, kind, arguments))
        .map(JobBody::of);
  }

  private Future<JobView> ask(Tenant tenant, JobKind kind, String arguments) {
    return bus.request(JobsBus.SUBMIT_JOB, new SubmitJob(tenant, kind, arguments), deadline);
  }

  private static Object arguments(JobKind kind, JsonFields body) {
    return switch (kind) {
      case DEDUPE -> new DedupeArguments(body.only(with("remove")).flag("remove"));
      case REBUILD -> new RebuildArguments(body.only(with("documentIds")).ids("documentIds"));
      case RETENTION -> {
        JsonFields own = body.only(with("olderThanDays", "of"));
        yield new RetentionArguments(own.number("olderThanDays", 0), own.texts("of"));
      }
      case REINDEX, CLEANUP, REEMBED -> {
        body.only(with());
        yield Map.of();
      }
    };
  }

  private static List<String> with(String... own) {
    List<String> known = new ArrayList<>(List.of("kind", "workspace"));
    known.addAll(List.of(own));
    return known;
  }
}
