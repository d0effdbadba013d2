package dev.groundwire.bus.retrieval;

import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;

/** Everything the retrieval verticle answers. */
public final class RetrievalBus {
  public static final RequestAddress<FindPassages, PassagesFound> FIND_PASSAGES =
      new RequestAddress<>("retrieval.find-passages", FindPassages.class, PassagesFound.class)
          .harmless();

  /** Handles {@code document.embedded.v1}. */
  public static final RequestAddress<EventEnvelope, EventHandled> INDEX_DOCUMENT =
      new RequestAddress<>("retrieval.index-document", EventEnvelope.class, EventHandled.class);

  /** Handles {@code document.deleted.v1} and {@code document.failed.v1}. */
  public static final RequestAddress<EventEnvelope, EventHandled> REMOVE_DOCUMENT =
      new RequestAddress<>("retrieval.remove-document", EventEnvelope.class, EventHandled.class);

  /** Hides a document at once; the event that removes it follows. */
  public static final HintAddress<ForgetDocument> DOCUMENT_DELETED =
      new HintAddress<>("retrieval.document-deleted", ForgetDocument.class);

  private RetrievalBus() {}
}
