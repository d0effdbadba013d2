package dev.groundwire.bus.retrieval;

import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;

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

  /** Steps of jobs about the index. */
  public static final RequestAddress<RunStep, StepDone> RUN_STEP =
      new RequestAddress<>("retrieval.run-step", RunStep.class, StepDone.class);

  /** Hides a document at once; the event that removes it follows. */
  public static final HintAddress<ForgetDocument> DOCUMENT_DELETED =
      new HintAddress<>("retrieval.document-deleted", ForgetDocument.class);

  private RetrievalBus() {}
}
