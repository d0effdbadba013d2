package dev.groundwire.gateway.openai;

import dev.groundwire.gateway.http.HttpRefusal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/** Ends the wait of a client for something whole, and with its request what is done for it. */
final class Patience {
  private final RoutingContext http;
  private final long timer;

  Patience(RoutingContext http, Duration longest) {
    this.http = http;
    this.timer = http.vertx().setTimer(longest.toMillis(), ignored -> http.fail(tooLong()));
    http.addEndHandler(ignored -> end());
  }

  void end() {
    http.vertx().cancelTimer(timer);
  }

  /** OpenAI's clients would ask for the same again, and wait as long for nothing. */
  private static HttpRefusal tooLong() {
    return new HttpRefusal(
        504,
        "The completion took too long for a client that waits for all of it; set \"stream\" to"
            + " true.",
        Map.of("X-Should-Retry", "false"));
  }
}
