package dev.groundwire.gateway.documents;

import dev.groundwire.bus.ingestion.DocumentProgressed;
import io.vertx.core.Future;

/** What a progress stream is about. */
interface Watched {
  boolean concerns(DocumentProgressed hint);

  /** Brings the log up to the database. */
  Future<Void> lookUp(ProgressLog log);

  /** True when nothing will follow. */
  boolean isFinished(ProgressLog log);
}
