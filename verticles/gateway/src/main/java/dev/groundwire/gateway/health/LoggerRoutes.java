package dev.groundwire.gateway.health;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonFields;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.config.DurationText;
import dev.groundwire.platform.telemetry.LogConfig;
import dev.groundwire.platform.telemetry.LogLevels;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /loggers} and {@code PUT /loggers/NAME}: which lines are written, for a time. */
public final class LoggerRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(LoggerRoutes.class);
  private static final String ONE = "/loggers/:name";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.-]{0,199}");
  private static final Duration USUAL = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final LogLevels levels;
  private final JsonBody json;

  private LoggerRoutes(LogLevels levels, JsonBody json) {
    this.levels = levels;
    this.json = json;
  }

  public static List<ApiRoute> of(LogLevels levels, JsonBody json) {
    LoggerRoutes routes = new LoggerRoutes(levels, json);
    return List.of(
        new ApiRoute(
            HttpMethod.GET, "/loggers", http -> JsonReply.ok(http, new Listed(levels.all()))),
        new ApiRoute(HttpMethod.PUT, ONE, routes::change));
  }

  private void change(RoutingContext http) {
    String name = http.pathParam("name");
    if (name == null || !NAME.matcher(name).matches()) {
      throw invalid("A logger is named like a Java package or class, or ROOT: " + name);
    }
    json.read(http, "level", "for")
        .map(body -> changed(name, body))
        .onSuccess(listed -> JsonReply.ok(http, listed))
        .onFailure(http::fail);
  }

  private Listed changed(String name, JsonFields body) {
    Optional<String> wanted = body.optionalText("level");
    if (wanted.isEmpty()) {
      levels.restore(name);
      LOG.atInfo().addKeyValue("changed", name).log("log level restored");
      return new Listed(levels.all());
    }
    LogConfig.Level level = level(wanted.get());
    Duration time = body.optionalText("for").map(LoggerRoutes::time).orElse(USUAL);
    if (!levels.set(name, level, time)) {
      throw new BusFailure(
          FailureCode.CONFLICT, "Too many loggers are changed at once; send null for some first.");
    }
    LOG.atInfo()
        .addKeyValue("changed", name)
        .addKeyValue("to", level)
        .addKeyValue("seconds", time.toSeconds())
        .log("log level changed");
    return new Listed(levels.all());
  }

  private static LogConfig.Level level(String wanted) {
    return Arrays.stream(LogConfig.Level.values())
        .filter(known -> known.name().equals(wanted.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            invalid(
                "level is none of "
                    + Arrays.toString(LogConfig.Level.values())
                    + ", or null: "
                    + wanted));
  }

  private static Duration time(String text) {
    Duration time =
        DurationText.parse(text)
            .orElseThrow(() -> invalid("for is no duration such as 30s, 10m or 2h: " + text));
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      throw invalid("for is not within 1s..24h: " + text);
    }
    return time;
  }

  private static BusFailure invalid(String detail) {
    return new BusFailure(FailureCode.INVALID_REQUEST, detail);
  }

  private record Listed(List<LogLevels.Entry> items) {}
}
