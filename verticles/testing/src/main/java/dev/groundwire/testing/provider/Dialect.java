package dev.groundwire.testing.provider;

import java.util.List;

/** How a protocol writes what a script says. */
interface Dialect {
  String begin();

  /** Also opens the message where the protocol asks for it and the script has not. */
  String say(String text);

  String callTool(Step.CallTool call);

  String finish(String reason);

  String count(Step.Count count);

  String fail(Step.Fail failure);

  String keepAlive();

  String done();

  /** All of it as one JSON object, for a request without streaming. */
  String whole(List<Step> steps);
}
