package dev.groundwire.platform.telemetry;

import dev.groundwire.bus.BusFailure;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.function.Function;

/** Work within a span of its own. */
public final class Traced {
  private Traced() {}

  /** For code that awaits: the span is the current one until {@code work} returns or throws. */
  public static <T> T call(SpanBuilder builder, Function<Span, T> work) {
    Span span = builder.startSpan();
    try (Scope _ = span.makeCurrent()) {
      return work.apply(span);
    } catch (Throwable failure) {
      failed(span, failure);
      throw failure;
    } finally {
      span.end();
    }
  }

  /** For code that composes: the span is current while {@code work} begins, and ends with it. */
  public static <T> Future<T> future(SpanBuilder builder, Function<Span, Future<T>> work) {
    Span span = builder.startSpan();
    Future<T> begun;
    try (Scope _ = span.makeCurrent()) {
      begun = work.apply(span);
    } catch (Throwable failure) {
      failed(span, failure);
      span.end();
      throw failure;
    }
    return begun.onComplete(
        done -> span.end(),
        failure -> {
          failed(span, failure);
          span.end();
        });
  }

  /** By its kind, and by its words only where they were written for users. */
  public static void failed(Span span, Throwable failure) {
    if (failure instanceof BusFailure known) {
      span.setAttribute("error.type", known.code().name().toLowerCase(Locale.ROOT));
      span.setStatus(StatusCode.ERROR, known.getMessage());
    } else {
      span.setAttribute("error.type", failure.getClass().getName());
      span.setStatus(StatusCode.ERROR);
    }
  }
}
