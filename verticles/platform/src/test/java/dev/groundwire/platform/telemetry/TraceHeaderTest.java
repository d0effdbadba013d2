package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

class TraceHeaderTest {
  private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void writesWhatItHasRead() {
    try (Scope _ = TraceHeader.read(HEADER).makeCurrent()) {
      assertThat(TraceHeader.current()).contains(HEADER);
    }
    assertThat(TraceHeader.current()).isEmpty();
  }

  @Test
  void takesNonsenseForNoTrace() {
    for (String nonsense :
        new String[] {
          "", "00-x-y-01", HEADER.substring(1), "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01"
        }) {
      Context read = TraceHeader.read(nonsense);
      assertThat(Span.fromContext(read).getSpanContext().isValid()).as(nonsense).isFalse();
    }
    assertThat(TraceHeader.read(null)).isEqualTo(Context.root());
  }
}
