package dev.groundwire.gateway.openai;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.answers.AnswerLogs;
import dev.groundwire.gateway.answers.FollowedLog;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.RequestIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Answers from the documents of a workspace, as a question on its own. */
final class GroundedCompletions {
  private static final PassageFilter ALL =
      new PassageFilter(List.of(), List.of(), Optional.empty(), Optional.empty());

  private final Workspaces workspaces;
  private final Bus bus;
  private final AnswerLogs logs;
  private final Clock clock;
  private final OpenAiLimits limits;

  GroundedCompletions(
      Workspaces workspaces, Bus bus, AnswerLogs logs, Clock clock, OpenAiLimits limits) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.logs = logs;
    this.clock = clock;
    this.limits = limits;
  }

  /** Fails when it could not even begin; what happens later is told to the client. */
  Future<Void> answer(RoutingContext http, EventStream stream, CompletionRequest request) {
    String question = LastQuestion.of(request);
    UUID organization = Caller.of(http).organizationId();
    return workspaces
        .tenantOf(organization, GroundedModel.workspaceOf(request.model()))
        .recover(failure -> Future.failedFuture(OpenAiErrors.asModel(failure, request.model())))
        .compose(tenant -> start(http, tenant, question))
        .map(started -> {
          follow(
              http,
              stream,
              request,
              new CancelAnswer(organization, started.answerId()),
              started.owner());
          return null;
        });
  }

  private Future<AnswerStarted> start(RoutingContext http, Tenant tenant, String question) {
    return bus.request(
        ChatBus.START_ANSWER,
        new StartAnswer(
            tenant.organizationId(),
            Optional.of(tenant.workspaceId()),
            Optional.empty(),
            question,
            Optional.empty(),
            ALL,
            RequestIds.of(http),
            false),
        limits.deadline());
  }

  private void follow(
      RoutingContext http,
      EventStream stream,
      CompletionRequest request,
      CancelAnswer cancel,
      Optional<UUID> owner) {
    if (stream.isClosed()) {
      cancel(cancel);
      return;
    }
    CompletionHead head =
        new CompletionHead(cancel.answerId(), request.model(), clock.instant().getEpochSecond());
    GroundedReply reply =
        request.streams()
            ? new StreamedReply(stream, head, request.includesUsage())
            : new WholeReply(http, head, limits.answerTimeout());
    GroundedReader reader = new GroundedReader(cancel.answerId(), reply);
    FollowedLog log =
        logs.follow(new WatchAnswer(cancel.organizationId(), cancel.answerId(), 0), owner, reader);
    reply.follow(log::grant);
    stream.onClose(() -> {
      if (!reader.hasEnded()) {
        log.cancel();
        cancel(cancel);
      }
    });
  }

  /** Harmless when it fails: nobody watches the answer, so it ends soon by itself. */
  private void cancel(CancelAnswer cancel) {
    bus.request(ChatBus.CANCEL_ANSWER, cancel, limits.deadline());
  }
}
