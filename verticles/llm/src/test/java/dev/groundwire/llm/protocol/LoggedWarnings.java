package dev.groundwire.llm.protocol;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What a class warns of, as long as this is open. */
final class LoggedWarnings implements AutoCloseable {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log;

  LoggedWarnings(Class<?> of) {
    log = (Logger) LoggerFactory.getLogger(of);
    lines.start();
    log.addAppender(lines);
  }

  /** Each as its message and its fields. */
  List<String> lines() {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(line ->
            line.getKeyValuePairs().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" ", line.getMessage() + " ", "")))
        .toList();
  }

  @Override
  public void close() {
    log.detachAppender(lines);
  }
}
