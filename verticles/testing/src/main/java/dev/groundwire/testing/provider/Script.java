package dev.groundwire.testing.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one request is answered.
 *
 * @param status other than 200 to refuse; the steps' raw text is then the body
 * @param cut bytes of one write at most, wherever that falls; 0 to write each step at once
 * @param readAfter for so long the request's body is not read
 */
public record Script(
    int status, Map<String, String> headers, List<Step> steps, int cut, Duration readAfter) {
  /** What ends a stream. */
  public static final Step DONE = new Step.Done();

  public Script {
    headers = Map.copyOf(headers);
    steps = List.copyOf(steps);
    if (cut < 0) {
      throw new IllegalArgumentException("cut is not a number of bytes: " + cut);
    }
  }

  public Script(int status, Map<String, String> headers, List<Step> steps) {
    this(status, headers, steps, 0, Duration.ZERO);
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

  /** The script of a request's own words, which {@link ScriptText} explains. */
  public static Script told(String words) {
    return ScriptText.read(words);
  }

  /** The same with a time to the first token and a gap before each further step. */
  public Script paced(Duration first, Duration gap) {
    List<Step> paced = new ArrayList<>();
    for (Step step : steps) {
      paced.add(new Step.Wait(paced.isEmpty() ? first : gap));
      paced.add(step);
    }
    return new Script(status, headers, paced, cut, readAfter);
  }

  /** The same, written in pieces of so many bytes. */
  public Script cut(int bytes) {
    return new Script(status, headers, steps, bytes, readAfter);
  }

  /** The same, with a request that is read only after that time. */
  public Script readingAfter(Duration time) {
    return new Script(status, headers, steps, cut, time);
  }

  /** The same with one more header. */
  public Script withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Script(status, more, steps, cut, readAfter);
  }
}
