package dev.groundwire.gateway.openai;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.answers.AnswerLogs;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.platform.bus.Bus;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** The calls that OpenAI's clients make. */
public final class OpenAiRoutes {
  private static final String MODELS = "/v1/models";

  private OpenAiRoutes() {}

  /**
   * @param json bodies with whole conversations, which are larger than our own
   */
  public static List<ApiRoute> of(
      Workspaces workspaces,
      Bus bus,
      AnswerLogs logs,
      JsonBody json,
      StreamSlots streams,
      Clock clock,
      OpenAiLimits limits) {
    ModelList models =
        new ModelList(workspaces, bus, limits.deadline(), clock.instant().getEpochSecond());
    return List.of(
        new ApiRoute(GET, MODELS, http -> list(http, models)),
        new ApiRoute(GET, MODELS + "/*", http -> retrieve(http, models)),
        new ApiRoute(
            POST,
            "/v1/chat/completions",
            new ChatCompletionsRoute(
                json,
                streams,
                new PassThrough(workspaces, bus, clock, limits),
                new GroundedCompletions(workspaces, bus, logs, clock, limits))),
        new ApiRoute(POST, "/v1/embeddings", new EmbeddingsRoute(json, bus, limits.deadline())));
  }

  private static void list(RoutingContext http, ModelList models) {
    models
        .of(Caller.of(http).organizationId())
        .onSuccess(listed -> JsonReply.ok(http, listed))
        .onFailure(http::fail);
  }

  /** Ids have slashes; some clients encode them and some do not. */
  private static void retrieve(RoutingContext http, ModelList models) {
    String id =
        URLDecoder.decode(
            http.normalizedPath().substring(MODELS.length() + 1).replace("+", "%2B"),
            StandardCharsets.UTF_8);
    models
        .of(Caller.of(http).organizationId())
        .map(
            listed -> listed.named(id).findFirst().orElseThrow(() -> OpenAiErrors.unknownModel(id)))
        .onSuccess(model -> JsonReply.ok(http, model))
        .onFailure(http::fail);
  }
}
