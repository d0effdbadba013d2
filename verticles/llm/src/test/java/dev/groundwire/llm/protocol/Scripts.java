package dev.groundwire.llm.protocol;

import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scripts of raw bytes. */
final class Scripts {
  private Scripts() {}

  static Script raw(String... parts) {
    List<Step> steps = new ArrayList<>();
    for (String part : parts) {
      steps.add(new Step.Send(part));
    }
    return Script.of(steps);
  }

  /** Those events, then another step. */
  static Script then(Step last, String... parts) {
    List<Step> steps = new ArrayList<>(raw(parts).steps());
    steps.add(last);
    return Script.of(steps);
  }

  static Script writing(Wire wire, String... pieces) {
    List<String> parts = new ArrayList<>();
    parts.add(wire.begin(10));
    for (String piece : pieces) {
      parts.add(wire.say(piece));
    }
    parts.add(wire.end("stop", 10, pieces.length));
    return raw(parts.toArray(new String[0]));
  }

  static Script whole(String body) {
    return new Script(
        200, Map.of("content-type", "application/json"), List.of(new Step.Send(body)));
  }
}
