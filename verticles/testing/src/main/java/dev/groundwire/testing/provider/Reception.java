package dev.groundwire.testing.provider;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the script of each request and has it played. */
final class Reception implements Handler<HttpServerRequest> {
  private static final String MODEL = "scripted";
  private static final int KEPT_RENDERINGS = 256;

  private final Vertx vertx;
  private final Context context;
  private final Ticker ticker;
  private final Figures figures;
  private final Supplier<@Nullable Script> planned;
  private final Supplier<Script> otherwise;
  private final Map<String, Rendering> renderings = new HashMap<>();
  private Consumer<SeenRequest> onSeen = ignored -> {};

  Reception(
      Vertx vertx,
      Context context,
      Ticker ticker,
      Figures figures,
      Supplier<@Nullable Script> planned,
      Supplier<Script> otherwise) {
    this.vertx = vertx;
    this.context = context;
    this.ticker = ticker;
    this.figures = figures;
    this.planned = planned;
    this.otherwise = otherwise;
  }

  void onSeen(Consumer<SeenRequest> handler) {
    onSeen = handler;
  }

  @Override
  public void handle(HttpServerRequest request) {
    switch (Objects.requireNonNullElse(request.path(), "")) {
      case "/v1/models" -> end(request, models());
      case "/figures" -> end(request, figures.json());
      case "/figures/forget" -> {
        end(request, figures.json());
        figures.forget();
      }
      default -> receive(request);
    }
  }

  private static void end(HttpServerRequest request, JsonObject answer) {
    request.response().putHeader("content-type", "application/json").end(answer.encode());
  }

  private static JsonObject models() {
    JsonObject model =
        new JsonObject()
            .put("id", MODEL)
            .put("object", "model")
            .put("created", 0)
            .put("owned_by", MODEL);
    return new JsonObject().put("object", "list").put("data", new JsonArray().add(model));
  }

  private void receive(HttpServerRequest request) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    SeenRequest seen =
        new SeenRequest(request.uri(), request.version(), Map.copyOf(headers), figures);
    request.response().closeHandler(closed -> seen.closed());
    request.response().exceptionHandler(seen::closed);
    Script plan = planned.get();
    String told = headers.get("x-script");
    Script early = plan != null || told == null ? plan : Script.told(told);
    request.body().onSuccess(body -> perform(request, seen, body, plan)).onFailure(seen::closed);
    if (early != null && !early.readAfter().isZero()) {
      request.pause();
      vertx.setTimer(Math.max(1, early.readAfter().toMillis()), fired -> request.resume());
    }
  }

  private void perform(
      HttpServerRequest request, SeenRequest seen, Buffer body, @Nullable Script plan) {
    try {
      seen.asks(body.toJsonObject());
      Rendering rendering = rendering(seen, plan);
      new Performance(context, ticker, figures, request, seen, rendering).play();
    } catch (DecodeException | IllegalArgumentException unreadable) {
      seen.played();
      request.response().setStatusCode(400);
      end(request, new JsonObject().put("error", String.valueOf(unreadable.getMessage())));
    }
    onSeen.accept(seen);
  }

  private Rendering rendering(SeenRequest seen, @Nullable Script plan) {
    boolean isStream = seen.body().getBoolean("stream", false);
    String model = seen.body().getString("model", MODEL);
    boolean isAnthropic = seen.path().endsWith("/messages");
    Optional<String> told = plan == null ? told(seen) : Optional.empty();
    if (told.isEmpty()) {
      return render(plan == null ? otherwise.get() : plan, model, isAnthropic, isStream);
    }
    if (renderings.size() > KEPT_RENDERINGS) {
      renderings.clear();
    }
    return renderings.computeIfAbsent(
        model + isAnthropic + isStream + told.get(),
        ignored -> render(Script.told(told.get()), model, isAnthropic, isStream));
  }

  private static Rendering render(
      Script script, String model, boolean isAnthropic, boolean isStream) {
    Dialect dialect =
        isAnthropic ? new AnthropicDialect(model, script.steps()) : new OpenAiDialect(model);
    return Rendering.of(script, dialect, isStream);
  }

  private static Optional<String> told(SeenRequest seen) {
    return Optional.ofNullable(seen.headers().get("x-script"))
        .or(() -> ScriptText.ofModel(seen.body().getString("model", MODEL)))
        .or(() -> ScriptText.ofMessage(lastMessage(seen.body())));
  }

  /** Its text, or those of its parts. */
  private static String lastMessage(JsonObject body) {
    JsonArray messages = body.getJsonArray("messages", new JsonArray());
    if (messages.isEmpty()) {
      return "";
    }
    Object content = messages.getJsonObject(messages.size() - 1).getValue("content");
    return content instanceof JsonArray parts ? parts.encode() : String.valueOf(content);
  }
}
