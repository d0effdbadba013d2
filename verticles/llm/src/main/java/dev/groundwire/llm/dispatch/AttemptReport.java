package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Trail;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is told of one attempt: it is counted, and it is a span. Only its first end counts; words of
 * people are in the span only where that is configured.
 */
final class AttemptReport {
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

  private final Target target;
  private final Job job;
  private Span span = Span.getInvalid();
  private boolean isContentTold;
  private boolean isOver;

  AttemptReport(Target target, Job job) {
    this.target = target;
    this.job = job;
  }

  /** What the attempt continues: {@code asker}, beneath the attempt's own span if it has one. */
  Trail begin(Trail asker) {
    span = ProviderSpan.of(target.provider(), target.upstream()).startSpan();
    if (span.isRecording() && Telemetry.current().isContentTold()) {
      isContentTold = true;
      span.setAttribute("gen_ai.input.messages", job.inputMessages());
    }
    return span.getSpanContext().isValid() ? asker.beneath(span) : asker;
  }

  void firstToken(long millis) {
    target.meters().firstToken(millis);
    span.addEvent("first_token");
  }

  /**
   * @param model as the provider names the one that wrote; empty when it does not
   */
  void ended(CallEnded how, Optional<String> model) {
    if (isFirstEnd()) {
      target.meters().done();
      used(how.usage());
      span.setAttribute("gen_ai.response.model", model.orElse(target.upstream()));
      span.setAttribute(FINISH_REASONS, List.of(how.finishReason()));
      end("done");
    }
  }

  void cancelled(TokenUsage used) {
    if (isFirstEnd()) {
      target.meters().cancelled();
      used(used);
      end("cancelled");
    }
  }

  /** In the middle of its text. */
  void brokeOff(FailureCode why, TokenUsage used) {
    if (!isOver) {
      used(used);
      failed(why, true);
    }
  }

  /**
   * @param isProvidersFault rather than the request's
   */
  void failed(FailureCode why, boolean isProvidersFault) {
    if (isFirstEnd()) {
      target.meters().failed();
      if (isProvidersFault) {
        target.lane().meters().errors().increment();
      }
      span.setAttribute("error.type", why.name().toLowerCase(Locale.ROOT));
      span.setStatus(StatusCode.ERROR);
      end("failed");
    }
  }

  private boolean isFirstEnd() {
    boolean isFirst = !isOver;
    isOver = true;
    return isFirst;
  }

  private void used(TokenUsage usage) {
    target.meters().used(usage);
    span.setAttribute("gen_ai.usage.input_tokens", usage.promptTokens());
    span.setAttribute("gen_ai.usage.output_tokens", usage.completionTokens());
  }

  private void end(String outcome) {
    span.setAttribute("groundwire.outcome", outcome);
    if (isContentTold) {
      span.setAttribute("gen_ai.output.messages", job.outputMessages());
    }
    span.end();
  }
}
