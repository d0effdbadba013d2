package dev.groundwire.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;

/** Puts the request id of the Vert.x context where log encoders look for it. */
public final class RequestIdFilter extends TurboFilter {
  private static final String KEY = "request_id";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    RequestScope.currentRequestId().ifPresentOrElse(id -> MDC.put(KEY, id), () -> MDC.remove(KEY));
    return FilterReply.NEUTRAL;
  }
}
