package dev.groundwire.platform.telemetry;

import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.slf4j.ILoggerFactory;

/** The last warnings and errors of this process, for whoever looks after it. */
public final class RecentProblems {
  static final int MOST = 100;

  private final Deque<LogLine> lines = new ArrayDeque<>(MOST);

  /**
   * Those of a process's log: {@code RecentProblems.of(LoggerFactory.getILoggerFactory())}. Where
   * that one is not set up as the product's is, as in the test of a room, there are none.
   */
  public static RecentProblems of(ILoggerFactory log) {
    return log instanceof LoggerContext context
        ? LogWriter.of(context).map(LogWriter::problems).orElseGet(RecentProblems::new)
        : new RecentProblems();
  }

  void add(LogLine line) {
    synchronized (lines) {
      if (lines.size() == MOST) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
  }

  public List<LogLine> newestFirst() {
    synchronized (lines) {
      List<LogLine> newest = new ArrayList<>(lines.size());
      for (Iterator<LogLine> each = lines.descendingIterator(); each.hasNext(); ) {
        newest.add(each.next());
      }
      return List.copyOf(newest);
    }
  }
}
