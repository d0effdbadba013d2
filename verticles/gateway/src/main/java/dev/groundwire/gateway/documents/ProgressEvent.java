package dev.groundwire.gateway.documents;

import dev.groundwire.bus.ingestion.DocumentProgressed;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.DocumentView;
import java.util.UUID;

/** The data of a {@code progress} event. */
record ProgressEvent(UUID documentId, DocumentStatus status, int done, int total) {
  static ProgressEvent of(DocumentProgressed hint) {
    return new ProgressEvent(hint.documentId(), hint.status(), hint.done(), hint.total());
  }

  static ProgressEvent of(DocumentView document) {
    int chunks = document.status() == DocumentStatus.READY ? document.chunks() : 0;
    return new ProgressEvent(document.id(), document.status(), chunks, chunks);
  }
}
