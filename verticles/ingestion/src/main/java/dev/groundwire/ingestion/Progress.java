package dev.groundwire.ingestion;

import dev.groundwire.bus.ingestion.DocumentProgressed;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;

/** Tells whoever watches how far a document is. */
final class Progress {
  private final Bus bus;

  Progress(Bus bus) {
    this.bus = bus;
  }

  void tell(Document document, DocumentStatus status, int done, int total) {
    bus.hint(
        IngestionBus.DOCUMENT_PROGRESSED,
        new DocumentProgressed(document.tenant(), document.id(), status, done, total));
  }
}
