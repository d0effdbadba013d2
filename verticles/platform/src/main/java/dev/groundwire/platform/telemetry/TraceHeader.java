package dev.groundwire.platform.telemetry;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trace written as W3C's {@code traceparent}: how it gets into messages and rows. */
public final class TraceHeader {
  private static final String NAME = "traceparent";

  private TraceHeader() {}

  /** Of the code that calls; empty outside of a trace. */
  public static Optional<String> current() {
    return of(Context.current());
  }

  static Optional<String> of(Context trace) {
    String[] written = new String[1];
    W3CTraceContextPropagator.getInstance()
        .inject(trace, written, (carrier, name, value) -> write(carrier, name, value));
    return Optional.ofNullable(written[0]);
  }

  private static void write(String @Nullable [] carrier, String name, String value) {
    if (carrier != null && name.equals(NAME)) {
      carrier[0] = value;
    }
  }

  /** What is no traceparent is no trace: the root. */
  public static Context read(@Nullable String traceparent) {
    return traceparent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, Reading.ONE);
  }

  private enum Reading implements TextMapGetter<String> {
    ONE;

    @Override
    @SuppressWarnings("deprecation") // still abstract
    public Iterable<String> keys(String carrier) {
      return List.of(NAME);
    }

    @Override
    public @Nullable String get(@Nullable String carrier, String key) {
      return key.equals(NAME) ? carrier : null;
    }
  }
}
