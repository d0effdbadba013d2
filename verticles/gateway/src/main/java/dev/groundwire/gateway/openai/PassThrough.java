package dev.groundwire.gateway.openai;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Inflow;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/** Passes chat completions through to the provider that has the model. */
final class PassThrough {
  private static final String WORKSPACE = "X-Groundwire-Workspace";
  private static final String DEFAULT_WORKSPACE = "default";

  private final Workspaces workspaces;
  private final Bus bus;
  private final Clock clock;
  private final OpenAiLimits limits;

  PassThrough(Workspaces workspaces, Bus bus, Clock clock, OpenAiLimits limits) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.clock = clock;
    this.limits = limits;
  }

  /** Fails when it could not even begin; what happens later is told to the client. */
  Future<Void> answer(RoutingContext http, EventStream stream, CompletionRequest request) {
    return workspaces
        .tenantOf(Caller.of(http).organizationId(), workspaceOf(http))
        .map(tenant -> {
          if (!stream.isClosed()) {
            begin(http, stream, request, tenant);
          }
          return null;
        });
  }

  private void begin(
      RoutingContext http, EventStream stream, CompletionRequest request, Tenant tenant) {
    CompletionReader reader =
        request.streams()
            ? new StreamedCompletion(stream, request.model(), request.includesUsage())
            : new WholeCompletion(http, request.model(), limits.answerTimeout());
    Inflow<CompletionItem> items =
        bus.open(LlmBus.COMPLETE, complete(request, tenant), limits.deadline(), reader);
    reader.follow(items);
    stream.onClose(items::cancel);
  }

  private Complete complete(CompletionRequest request, Tenant tenant) {
    return new Complete(
        new Call(
            tenant,
            Optional.of(request.model()),
            Priority.INTERACTIVE,
            clock.instant().plus(limits.startWithin())),
        request.body().toString(StandardCharsets.UTF_8));
  }

  private static String workspaceOf(RoutingContext http) {
    String named = http.request().getHeader(WORKSPACE);
    return named == null ? DEFAULT_WORKSPACE : named;
  }
}
