package dev.groundwire.gateway.idempotency;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.BodyBytes;
import dev.groundwire.gateway.http.HeldRequest;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.Sha256;
import dev.groundwire.platform.shared.SharedState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a {@code POST} with an {@code Idempotency-Key} happen once, whichever node it comes to. */
public final class IdempotentRoutes {
  private static final String REPLAYED = "Idempotency-Replayed";
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** They only read. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("/api/v1/workspaces/:ws/search", "/v1/embeddings");

  private final SharedState state;
  private final IdempotencyConfig config;
  private final Counter replays;

  public IdempotentRoutes(SharedState state, IdempotencyConfig config, MeterRegistry meters) {
    this.state = state;
    this.config = config;
    this.replays =
        Counter.builder("groundwire.http.replays")
            .description("Requests with a known Idempotency-Key that got the first one's response")
            .register(meters);
  }

  /**
   * @param bodies reads those that are no files
   */
  public ApiRoute on(ApiRoute route, BodyBytes bodies) {
    return route.method().equals(HttpMethod.POST)
        ? new ApiRoute(route.method(), route.path(), http -> handle(http, route, bodies))
        : route;
  }

  private void handle(RoutingContext http, ApiRoute route, BodyBytes bodies) {
    Optional<IdempotencyKey> key = IdempotencyKey.of(http);
    if (key.isEmpty()) {
      route.handler().handle(http);
    } else if (HeldRequest.isMultipart(http.request())) {
      claim(http, HeldRequest.hold(http), route, key.get(), print(http, "files"));
    } else {
      HeldRequest held = HeldRequest.watch(http);
      bodies
          .read(http)
          .onSuccess(body -> {
            BodyBytes.keep(http, body);
            claim(http, held, route, key.get(), print(http, Sha256.hex(body.getBytes())));
          })
          .onFailure(http::fail);
    }
  }

  /** Files are not read for it: their length and what the client says of them must do. */
  private static String print(RoutingContext http, String body) {
    HttpServerRequest request = http.request();
    return Sha256.hex(
        body,
        text(request.query()),
        mediaType(request),
        text(request.getHeader("X-Groundwire-Workspace")),
        body.equals("files") ? text(request.getHeader("Content-Length")) : "",
        text(request.getHeader("Content-Digest")));
  }

  /** Without its parameters: clients draw the boundary of files anew each time. */
  private static String mediaType(HttpServerRequest request) {
    return text(request.getHeader("Content-Type"))
        .split(";", 2)[0]
        .toLowerCase(Locale.ROOT)
        .strip();
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  private void claim(
      RoutingContext http, HeldRequest held, ApiRoute route, IdempotencyKey key, String print) {
    Seal seal = key.seal();
    Kept claim = Kept.underWay(print);
    String mine = seal.seal(RecordJson.write(claim));
    Attempt.Terms terms =
        new Attempt.Terms(config, key.name(), seal, WITHOUT_EFFECT.contains(route.path()));
    state
        .claim(terms.name(), mine, config.lease())
        .map(there -> {
          if (there.isPresent()) {
            Kept kept = RecordJson.read(seal.open(there.get()), Kept.class);
            Attempt attempt = new Attempt(http, state, terms, kept, there.get());
            held.goOn(again(kept, print, route.handler(), attempt));
          } else if (held.hasLeft()) {
            state.giveUp(terms.name(), mine);
          } else {
            new Attempt(http, state, terms, claim, mine).begin();
            held.goOn(route.handler());
          }
          return there;
        })
        .onFailure(http::fail);
  }

  private Handler<RoutingContext> again(
      Kept kept, String print, Handler<RoutingContext> route, Attempt attempt) {
    return http -> {
      if (!kept.print().equals(print)) {
        throw new BusFailure(
            FailureCode.UNPROCESSABLE,
            "This Idempotency-Key belongs to another request; use another key for this one.");
      }
      if (kept.isUnderWay()) {
        throw new BusFailure(
            FailureCode.CONFLICT,
            "The first request with this Idempotency-Key is still under way; ask again for its"
                + " response.",
            LOOK_AGAIN);
      }
      if (kept.answer() == null && kept.body() == null) {
        throw gone(kept.status());
      }
      replays.increment();
      http.response().putHeader(REPLAYED, "true");
      if (kept.answer() == null) {
        replay(http, kept);
      } else {
        attempt.attach();
        route.handle(http);
      }
    };
  }

  private static void replay(RoutingContext http, Kept kept) {
    HttpServerResponse response = http.response();
    kept.put(response);
    response.end(Buffer.buffer(text(kept.body())));
    if (!http.request().isEnded()) {
      http.request().resume(); // files that nobody reads
    }
  }

  private static HttpRefusal gone(int status) {
    return new HttpRefusal(
        409,
        "The first request with this Idempotency-Key ended with "
            + status
            + ", and its response, a stream or too large, is not kept. Use another key to ask"
            + " again.",
        Map.of("X-Should-Retry", "false"));
  }
}
