package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureTextTest {
  private static String written(Throwable failure) {
    LoggerContext context = new LoggerContext();
    FailureText text = new FailureText();
    text.setContext(context);
    text.start();
    return text.convert(
        new LoggingEvent("", context.getLogger("room"), Level.ERROR, "failed", failure, null));
  }

  @Test
  void writesAnExpectedFailureAsOneLine() {
    BusFailure failure = new BusFailure(FailureCode.UNAVAILABLE, "The provider\nis down.");
    assertThat(written(failure).strip()).isEqualTo("BusFailure: The provider is down.");
    assertThat(written(new CompletionException("not embedded", failure)).strip())
        .isEqualTo(
            "CompletionException: not embedded; caused by BusFailure: The provider is down.");
  }

  @Test
  void keepsTheStackOfTheUnexpected() {
    assertThat(written(new IllegalStateException("broken")))
        .contains("IllegalStateException: broken")
        .contains("at dev.groundwire.platform.telemetry.FailureTextTest");
  }
}
