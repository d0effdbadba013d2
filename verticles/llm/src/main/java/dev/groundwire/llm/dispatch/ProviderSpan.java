package dev.groundwire.llm.dispatch;

import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.platform.telemetry.Telemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.net.URI;

/** The span of asking a model, named as OpenTelemetry's conventions for generative AI have it. */
final class ProviderSpan {
  private ProviderSpan() {}

  /** It continues what the calling code does. */
  static SpanBuilder of(ProviderConfig provider, String model) {
    String baseUrl = provider.baseUrl();
    SpanKind kind = baseUrl == null ? SpanKind.INTERNAL : SpanKind.CLIENT;
    SpanBuilder builder =
        Telemetry.span("chat " + model)
            .setSpanKind(kind)
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.provider.name", system(provider.kind()))
            .setAttribute("gen_ai.request.model", model)
            .setAttribute("groundwire.provider", provider.name());
    return baseUrl == null ? builder : addressed(builder, URI.create(baseUrl));
  }

  private static SpanBuilder addressed(SpanBuilder builder, URI base) {
    String host = base.getHost();
    if (host != null) {
      builder.setAttribute("server.address", host);
    }
    return base.getPort() < 0 ? builder : builder.setAttribute("server.port", base.getPort());
  }

  private static String system(ProviderConfig.Kind kind) {
    return switch (kind) {
      case OPENAI -> "openai";
      case ANTHROPIC -> "anthropic";
      case EXTRACTIVE -> "groundwire.extractive";
    };
  }
}
