package dev.groundwire.gateway.operations;

import dev.groundwire.platform.telemetry.LogLine;
import dev.groundwire.platform.telemetry.RecentProblems;
import java.util.List;
import java.util.function.Supplier;

/** The last warnings and errors as the page shows them: what and why in one line each. */
public final class LoggedProblems {
  private static final int LONGEST_CAUSE = 300;

  private LoggedProblems() {}

  public static Supplier<List<RecentProblem>> of(RecentProblems log) {
    return () -> log.newestFirst().stream().map(LoggedProblems::of).toList();
  }

  private static RecentProblem of(LogLine line) {
    return new RecentProblem(
        line.timestamp(),
        line.level(),
        line.message(),
        line.logger().substring(line.logger().lastIndexOf('.') + 1),
        line.cause().map(LoggedProblems::brief).orElse(null),
        line.requestId());
  }

  /** The first line: a stack is for the log. */
  private static String brief(String cause) {
    String line = cause.lines().findFirst().orElse("");
    return line.length() > LONGEST_CAUSE ? line.substring(0, LONGEST_CAUSE) + "\u2026" : line;
  }
}
