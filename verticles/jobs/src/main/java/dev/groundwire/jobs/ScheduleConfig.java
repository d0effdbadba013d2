package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that is submitted again and again.
 *
 * @param name under which its times are remembered
 * @param workspace by its name, in every organization that has it; absent for all of them
 * @param every between two times, with jitter
 * @param at time of day in UTC; only with whole days
 * @param arguments as the API takes them
 */
public record ScheduleConfig(
    String name,
    JobKind kind,
    @Nullable String workspace,
    Duration every,
    @Nullable String at,
    @Nullable Map<String, Object> arguments) {
  static final String ALL = "all";

  public ScheduleConfig {
    Require.that(
        name.matches("[a-z0-9][a-z0-9-]{0,62}"), "jobs.schedules.name", "of a-z, 0-9 and -", name);
    Require.atLeast("jobs.schedules.every", every, Duration.ofSeconds(1));
    if (at != null) {
      Require.that(isTime(at), "jobs.schedules.at", "a time such as \"03:00\"", at);
      Require.that(
          every.toMillis() % Duration.ofDays(1).toMillis() == 0,
          "jobs.schedules.every",
          "of whole days, as it must be together with at",
          every);
    }
    arguments = arguments == null ? Map.of() : Map.copyOf(arguments);
    refuseUnusable(kind, arguments);
  }

  private static void refuseUnusable(JobKind kind, Map<String, Object> arguments) {
    try {
      Arguments.check(kind, RecordJson.write(arguments));
    } catch (BusFailure unusable) {
      throw new IllegalArgumentException(
          "jobs.schedules.arguments: " + unusable.getMessage(), unusable);
    }
  }

  private static boolean isTime(String text) {
    try {
      LocalTime.parse(text);
      return true;
    } catch (DateTimeParseException unreadable) {
      return false;
    }
  }

  /** The name of one workspace, or {@code all}. */
  String scope() {
    return workspace == null ? ALL : workspace;
  }

  Optional<LocalTime> time() {
    return Optional.ofNullable(at).map(LocalTime::parse);
  }

  /** As jobs have them. */
  String argumentsText() {
    return RecordJson.write(arguments == null ? Map.of() : arguments);
  }
}
