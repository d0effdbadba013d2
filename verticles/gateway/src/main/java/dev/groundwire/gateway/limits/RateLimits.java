package dev.groundwire.gateway.limits;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.HeldRequest;
import dev.groundwire.gateway.http.Sha256;
import dev.groundwire.platform.shared.SharedState;
import dev.groundwire.platform.shared.Taken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Refuses calls that come too often, by what all nodes have seen of their caller: the key, and
 * where nobody has one, the address. Tells callers how far they may go.
 */
public final class RateLimits {
  private final SharedState state;
  private final List<RateLimit> limits;
  private final Map<LimitedRoutes, Counter> refusals = new EnumMap<>(LimitedRoutes.class);

  public RateLimits(SharedState state, List<RateLimit> limits, MeterRegistry meters) {
    this.state = state;
    this.limits = limits.stream().sorted(Comparator.comparing(RateLimit::route)).toList();
    for (LimitedRoutes routes : LimitedRoutes.values()) {
      refusals.put(
          routes,
          Counter.builder("groundwire.http.rate.limited")
              .description("Calls refused because their caller made too many")
              .tag("route", routes.word())
              .register(meters));
    }
  }

  public ApiRoute on(ApiRoute route) {
    List<RateLimit> own = limits.stream().filter(limit -> limit.route().cover(route)).toList();
    return own.isEmpty()
        ? route
        : new ApiRoute(route.method(), route.path(), http -> handle(http, own, route));
  }

  private void handle(RoutingContext http, List<RateLimit> own, ApiRoute route) {
    HeldRequest held = HeldRequest.hold(http);
    http.response().putHeader("RateLimit-Policy", policies(own));
    take(http, own, 0, new ArrayList<>())
        .onSuccess(passed -> held.goOn(route.handler()))
        .onFailure(http::fail);
  }

  /** One after the other, so that a call that one refuses costs nothing of those behind it. */
  private Future<Void> take(
      RoutingContext http, List<RateLimit> own, int next, List<String> standings) {
    if (next == own.size()) {
      return Future.succeededFuture();
    }
    RateLimit limit = own.get(next);
    return state
        .take(nameOf(http, limit), limit.bucket())
        .compose(taken -> {
          standings.add(standing(limit, taken));
          http.response().putHeader("RateLimit", String.join(", ", standings));
          return taken.granted()
              ? take(http, own, next + 1, standings)
              : Future.failedFuture(refused(limit, taken));
        });
  }

  private static String nameOf(RoutingContext http, RateLimit limit) {
    Caller caller = Caller.of(http);
    String who =
        caller
            .keyName()
            .orElseGet(() -> String.valueOf(http.request().remoteAddress().hostAddress()));
    return "rate:"
        + limit.route().word()
        + ":"
        + Sha256.hex(caller.organizationId().toString(), who, limit.bucket().toString());
  }

  private static String policies(List<RateLimit> own) {
    return own.stream()
        .map(limit -> quoted(limit) + ";q=" + limit.perMinute() + ";w=60")
        .collect(Collectors.joining(", "));
  }

  private static String standing(RateLimit limit, Taken taken) {
    return quoted(limit) + ";r=" + taken.left() + ";t=" + seconds(taken.full());
  }

  private static String quoted(RateLimit limit) {
    return '"' + limit.route().word() + '"';
  }

  private static long seconds(Duration time) {
    return time.plusNanos(999_999_999).toSeconds();
  }

  private BusFailure refused(RateLimit limit, Taken taken) {
    Objects.requireNonNull(refusals.get(limit.route())).increment();
    return new BusFailure(
        FailureCode.RATE_LIMITED,
        "More than "
            + limit.perMinute()
            + " calls a minute ("
            + limit.route().word()
            + "); ask again in "
            + Math.max(1, seconds(taken.next()))
            + " s.",
        taken.next());
  }
}
