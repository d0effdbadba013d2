package dev.groundwire.testing.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one request is answered.
 *
 * @param status other than 200 to refuse; the steps' raw text is then the body
 */
public record Script(int status, Map<String, String> headers, List<Step> steps) {
  /** What ends a stream. */
  public static final Step DONE = new Step.Send("data: [DONE]\n\n");

  public Script {
    headers = Map.copyOf(headers);
    steps = List.copyOf(steps);
  }

  /** Those pieces, a regular end and a count of one token a piece. */
  public static Script writing(String... pieces) {
    List<Step> steps = new ArrayList<>();
    for (String piece : pieces) {
      steps.add(new Step.Say(piece));
    }
    steps.add(new Step.Finish("stop"));
    steps.add(new Step.Count(10, pieces.length));
    steps.add(DONE);
    return of(steps);
  }

  public static Script of(Step... steps) {
    return of(List.of(steps));
  }

  public static Script of(List<Step> steps) {
    return new Script(200, Map.of(), steps);
  }

  public static Script refusing(int status, Map<String, String> headers, String body) {
    return new Script(status, headers, List.of(new Step.Send(body)));
  }

  /** The same with a time to the first token and a gap before each further step. */
  public Script paced(Duration first, Duration gap) {
    List<Step> paced = new ArrayList<>();
    for (Step step : steps) {
      paced.add(new Step.Wait(paced.isEmpty() ? first : gap));
      paced.add(step);
    }
    return new Script(status, headers, paced);
  }
}
