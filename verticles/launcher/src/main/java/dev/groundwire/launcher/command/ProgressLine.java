package dev.groundwire.launcher.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** One line that is redrawn on a screen; elsewhere a line of its own now and then. */
public final class ProgressLine implements AutoCloseable {
  private static final int BAR = 24;
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final Clock clock;
  private final Instant started;
  private Instant drawn = Instant.EPOCH;
  private boolean open;

  public ProgressLine(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.started = clock.instant();
  }

  /**
   * Shows the state, unless the last one has just been shown.
   *
   * @param fraction 0..1
   * @param text what is counted, beside the bar
   */
  public synchronized void show(double fraction, String text) {
    if (isDue()) {
      draw(clock.instant(), fraction, text);
    }
  }

  /** Spares the caller the making of a text that would not be shown. */
  public synchronized boolean isDue() {
    Duration since = Duration.between(drawn, clock.instant());
    return since.compareTo(terminal.errIsScreen() ? REDRAW : LINE_EVERY) >= 0;
  }

  /** Shows the last state in any case, and keeps it. */
  public synchronized void finish(double fraction, String text) {
    draw(clock.instant(), fraction, text);
    close();
  }

  /** A line that stays, above the bar. */
  public synchronized void note(String text) {
    clear();
    terminal.err().println(text);
  }

  public Duration elapsed() {
    return Duration.between(started, clock.instant());
  }

  private void draw(Instant now, double fraction, String text) {
    String line = render(fraction, text, Duration.between(started, now));
    drawn = now;
    if (terminal.errIsScreen()) {
      String fitted = line.substring(0, Math.min(line.length(), terminal.columns() - 1));
      terminal.err().print("\r\u001b[K" + fitted);
      terminal.err().flush();
      open = true;
    } else {
      terminal.err().println(line);
    }
  }

  static String render(double fraction, String text, Duration elapsed) {
    int full = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
    String eta =
        fraction >= 1
            ? "in " + span(elapsed)
            : fraction > 0.02 && elapsed.toSeconds() >= 1
                ? "about "
                    + span(Duration.ofMillis((long) (elapsed.toMillis() * (1 / fraction - 1))))
                    + " left"
                : "";
    return String.format(
            Locale.ROOT, "[%s%s] %s  %s", "#".repeat(full), ".".repeat(BAR - full), text, eta)
        .stripTrailing();
  }

  private static String span(Duration time) {
    long seconds = Math.max(1, Math.round(time.toMillis() / 1000.0));
    return seconds < 100
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
  }

  private void clear() {
    if (open) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
      open = false;
    }
  }

  @Override
  public synchronized void close() {
    if (open) {
      terminal.err().println();
      open = false;
    }
  }
}
