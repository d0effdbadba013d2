package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** The event behind which a client goes on. */
final class LastEventId {
  private static final Pattern SEQUENCE_NUMBER = Pattern.compile("\\d{1,18}");

  private LastEventId() {}

  /** A reconnecting browser repeats its address and adds the header, so the header counts. */
  static long of(RoutingContext http) {
    String header = http.request().getHeader("Last-Event-ID");
    String text = header == null ? http.queryParams().get("after") : header;
    if (text == null || text.isEmpty()) {
      return 0;
    }
    if (!SEQUENCE_NUMBER.matcher(text).matches()) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "Last-Event-ID or after is not the id of an event, such as 7.");
    }
    return Long.parseLong(text);
  }
}
