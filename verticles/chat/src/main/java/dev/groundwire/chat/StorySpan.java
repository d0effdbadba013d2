package dev.groundwire.chat;

import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Traced;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.Locale;
import java.util.function.Function;

/** The spans of an answer's story: what somebody interrupted has not failed. */
final class StorySpan {
  private StorySpan() {}

  /** The span is the current one until {@code work} returns or throws. */
  static <T> T call(String name, Function<Span, T> work) {
    Span span = Telemetry.span(name).startSpan();
    try (Scope _ = span.makeCurrent()) {
      return work.apply(span);
    } catch (InterruptedAnswer interrupted) {
      span.setAttribute("answer.interruption", interrupted.why().name().toLowerCase(Locale.ROOT));
      throw interrupted;
    } catch (RuntimeException | Error failure) {
      Traced.failed(span, failure);
      throw failure;
    } finally {
      span.end();
    }
  }
}
