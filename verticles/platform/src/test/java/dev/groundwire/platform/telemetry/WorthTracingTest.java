package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorthTracingTest {
  private static final String TRACE = "0".repeat(31) + "1";

  private final Sampler sampler = new WorthTracing(Sampler.alwaysOn());

  @ParameterizedTest
  @CsvSource({
    "/, DROP",
    "/health, DROP",
    "/health/ready, DROP",
    "/app.js, DROP",
    "/assets/logo.svg, DROP",
    "/healthy, RECORD_AND_SAMPLE",
    "/nowhere, RECORD_AND_SAMPLE",
    "/v1/models/gpt-4.1, RECORD_AND_SAMPLE",
    "/api/v1/workspaces/default/ask, RECORD_AND_SAMPLE"
  })
  void beginsTracesOfWhatPeopleAskOnly(String path, SamplingDecision decision) {
    assertThat(decision(path, SpanKind.SERVER)).isEqualTo(decision);
    assertThat(decision(path, SpanKind.CLIENT)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
  }

  @Test
  void leavesOutTheStatementOfEveryTransaction() {
    assertThat(statement("SELECT set_config($1, $2, true)")).isEqualTo(SamplingDecision.DROP);
    assertThat(statement("SELECT id FROM workspace")).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
  }

  @Test
  void beginsNoTraceWithWhatIsAskedOfOthers() {
    Attributes statement = Attributes.of(AttributeKey.stringKey("db.query.text"), "SELECT 1");
    assertThat(
            sampler
                .shouldSample(Context.root(), TRACE, "Query", SpanKind.CLIENT, statement, List.of())
                .getDecision())
        .isEqualTo(SamplingDecision.DROP);
  }

  private SamplingDecision statement(String text) {
    Attributes attributes = Attributes.of(AttributeKey.stringKey("db.query.text"), text);
    return sampler
        .shouldSample(inTrace(), TRACE, "Query", SpanKind.CLIENT, attributes, List.of())
        .getDecision();
  }

  private SamplingDecision decision(String path, SpanKind kind) {
    Attributes attributes = Attributes.of(AttributeKey.stringKey("url.path"), path);
    return sampler.shouldSample(inTrace(), TRACE, "GET", kind, attributes, List.of()).getDecision();
  }

  private static Context inTrace() {
    return TraceHeader.read("00-" + TRACE + "-00f067aa0ba902b7-01");
  }
}
