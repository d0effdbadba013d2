package dev.groundwire.platform.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.CoreConstants;
import dev.groundwire.bus.BusFailure;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a failure into the log. What rooms answer with is expected, and where it was made says
 * nothing: it is one line with the messages of its causes. All else keeps its stack.
 */
public final class FailureText extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy failure) {
    List<IThrowableProxy> chain = chain(failure);
    return chain.stream().anyMatch(FailureText::isExpected)
        ? chain.stream()
            .map(FailureText::line)
            .collect(Collectors.joining("; caused by ", "", CoreConstants.LINE_SEPARATOR))
        : super.throwableProxyToString(failure);
  }

  private static boolean isExpected(IThrowableProxy failure) {
    return failure.getClassName().equals(BusFailure.class.getName());
  }

  private static String line(IThrowableProxy failure) {
    String name = failure.getClassName();
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    return name.substring(name.lastIndexOf('.') + 1) + ": " + message;
  }

  /** Bounded, as causes may go in a circle. */
  private static List<IThrowableProxy> chain(IThrowableProxy failure) {
    return Stream.iterate(failure, Objects::nonNull, IThrowableProxy::getCause).limit(16).toList();
  }
}
