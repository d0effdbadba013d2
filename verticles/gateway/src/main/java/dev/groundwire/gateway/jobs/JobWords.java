package dev.groundwire.gateway.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads words of which only a few are known. */
final class JobWords {
  private JobWords() {}

  static JobKind kind(String text) {
    return one("kind", text, List.of(JobKind.values()), JobKind::text);
  }

  static JobState state(String text) {
    return one("state", text, List.of(JobState.values()), JobState::text);
  }

  private static <T> T one(String name, String text, List<T> known, Function<T, String> word) {
    return known.stream()
        .filter(each -> word.apply(each).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new BusFailure(
                FailureCode.INVALID_REQUEST,
                name
                    + " is not one of "
                    + known.stream().map(word).collect(Collectors.joining(", "))
                    + "."));
  }
}
