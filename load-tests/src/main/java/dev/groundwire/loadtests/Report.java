package dev.groundwire.loadtests;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of one benchmark as a table, each with the load of the machine when it was taken. */
public final class Report {
  private record Row(String what, String figure, Optional<Limit> limit, double load) {}

  private record Limit(String text, boolean kept) {}

  private final String benchmark;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  public Report(String benchmark) {
    this.benchmark = benchmark;
  }

  /** A figure nobody promised anything about: a baseline, or a detail. */
  public void figure(String what, double value, String unit) {
    add(what, text(value) + " " + unit, Optional.empty());
  }

  public void atMost(String what, double value, String unit, double limit) {
    add(
        what,
        text(value) + " " + unit,
        Optional.of(new Limit("at most " + text(limit) + " " + unit, value <= limit)));
  }

  public void atLeast(String what, double value, String unit, double limit) {
    add(
        what,
        text(value) + " " + unit,
        Optional.of(new Limit("at least " + text(limit) + " " + unit, value >= limit)));
  }

  /** Of what must never happen: {@link #print} fails when it has. */
  public void none(String what, double value, String unit) {
    atMost(what, value, unit, 0);
    if (value != 0) {
      broken.add(what + ": " + text(value) + " " + unit);
    }
  }

  /** A ratio, which says more than the figures on another machine. */
  public void ratio(String what, double value) {
    add(what, text(value), Optional.empty());
  }

  public void ratioAtLeast(String what, double value, double limit) {
    add(what, text(value), Optional.of(new Limit("at least " + text(limit), value >= limit)));
  }

  public void ratioAtMost(String what, double value, double limit) {
    add(what, text(value), Optional.of(new Limit("at most " + text(limit), value <= limit)));
  }

  /** What a reader must know to judge the figures. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  private void add(String what, String figure, Optional<Limit> limit) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    rows.add(new Row(what, figure, limit, load));
  }

  public static String text(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /**
   * @throws IllegalStateException once all is printed, when something was found of which there must
   *     be none: figures of what is wrong are worth nothing
   */
  public void print(PrintStream out) {
    out.printf("%n### %s%n%n", benchmark);
    line(out, "", "figure", "promised", "kept", "load");
    out.println("|---|---:|---:|---|---:|");
    for (Row row : rows) {
      line(
          out,
          row.what(),
          row.figure(),
          row.limit().map(Limit::text).orElse(""),
          row.limit().map(limit -> limit.kept() ? "yes" : "NO").orElse(""),
          text(row.load()));
    }
    out.println();
    notes.forEach(out::println);
    out.flush();
    if (!broken.isEmpty()) {
      throw new IllegalStateException(benchmark + ": " + String.join("; ", broken));
    }
  }

  private static void line(
      PrintStream out, String what, String figure, String promised, String kept, String load) {
    out.printf("| %-62s | %14s | %20s | %-4s | %5s |%n", what, figure, promised, kept, load);
  }
}
