package dev.groundwire.gateway.openai;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said beside chunks. */
final class SseWords {
  private static final Logger LOG = LoggerFactory.getLogger(SseWords.class);
  static final String DONE = "[DONE]";

  private SseWords() {}

  /** An error event in a stream that has begun, else a response with the failure's own status. */
  static void fail(EventStream stream, Throwable why) {
    if (stream.hasBegun()) {
      Problem problem = Problem.of(why, 500);
      log(problem, why);
      stream.event("error", OpenAiErrors.line(problem));
      stream.end();
    } else {
      stream.fail(why);
    }
  }

  /** No problem document follows, whose handler would do it. */
  private static void log(Problem problem, Throwable why) {
    if (problem.unexpected() && !(why instanceof BusFailure)) {
      LOG.atError().setCause(why).log("stream failed");
    } else {
      LOG.atInfo()
          .addKeyValue("status_code", problem.status())
          .addKeyValue("reason", problem.detail())
          .log("stream ended with a failure");
    }
  }
}
