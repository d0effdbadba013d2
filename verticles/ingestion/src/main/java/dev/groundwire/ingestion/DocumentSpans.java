package dev.groundwire.ingestion;

import dev.groundwire.platform.telemetry.Telemetry;
import io.opentelemetry.api.trace.SpanBuilder;

/** The steps of a document in its trace. Its name is its owner's business, and not told. */
final class DocumentSpans {
  static final String CHUNKS = "groundwire.chunks";

  private DocumentSpans() {}

  static SpanBuilder parse(Document document) {
    return of("parse", document).setAttribute("groundwire.media_type", document.mediaType());
  }

  static SpanBuilder chunk(Document document) {
    return of("chunk", document);
  }

  private static SpanBuilder of(String step, Document document) {
    return Telemetry.span(step).setAttribute("groundwire.document_id", document.id().toString());
  }
}
