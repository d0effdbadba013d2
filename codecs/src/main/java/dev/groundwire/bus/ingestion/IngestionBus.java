package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;

/** Everything the ingestion verticle answers. */
public final class IngestionBus {
  public static final RequestAddress<RegisterDocument, DocumentRegistered> REGISTER_DOCUMENT =
      new RequestAddress<>(
          "ingestion.register-document", RegisterDocument.class, DocumentRegistered.class);
  public static final RequestAddress<FindDocument, DocumentFound> FIND_DOCUMENT =
      new RequestAddress<>("ingestion.find-document", FindDocument.class, DocumentFound.class)
          .harmless();
  public static final RequestAddress<ListDocuments, DocumentsListed> LIST_DOCUMENTS =
      new RequestAddress<>("ingestion.list-documents", ListDocuments.class, DocumentsListed.class)
          .harmless();
  public static final RequestAddress<DeleteDocument, Done> DELETE_DOCUMENT =
      new RequestAddress<>("ingestion.delete-document", DeleteDocument.class, Done.class);
  public static final RequestAddress<ListChunks, ChunksListed> LIST_CHUNKS =
      new RequestAddress<>("ingestion.list-chunks", ListChunks.class, ChunksListed.class)
          .harmless();

  /** Handles {@code document.received.v1}. */
  public static final RequestAddress<EventEnvelope, EventHandled> CHUNK_DOCUMENT =
      new RequestAddress<>("ingestion.chunk-document", EventEnvelope.class, EventHandled.class);

  /** Handles {@code document.chunked.v1}. */
  public static final RequestAddress<EventEnvelope, EventHandled> EMBED_DOCUMENT =
      new RequestAddress<>("ingestion.embed-document", EventEnvelope.class, EventHandled.class)
          .harmless();

  /** Handles {@code document.indexed.v1}. */
  public static final RequestAddress<EventEnvelope, EventHandled> FINISH_DOCUMENT =
      new RequestAddress<>("ingestion.finish-document", EventEnvelope.class, EventHandled.class);

  /** Takes an event whose handling was given up; its document becomes {@code failed}. */
  public static final RequestAddress<GiveUpDocument, Done> GIVE_UP_DOCUMENT =
      new RequestAddress<>("ingestion.give-up-document", GiveUpDocument.class, Done.class);

  /** Starts a document anew that was given up with that event; asking again is harmless. */
  public static final RequestAddress<ReviveDocument, DocumentRevived> REVIVE_DOCUMENT =
      new RequestAddress<>(
          "ingestion.revive-document", ReviveDocument.class, DocumentRevived.class);

  /** Steps of jobs about documents. */
  public static final RequestAddress<RunStep, StepDone> RUN_STEP =
      new RequestAddress<>("ingestion.run-step", RunStep.class, StepDone.class);

  public static final RequestAddress<ListGenerations, GenerationsListed> LIST_GENERATIONS =
      new RequestAddress<>(
              "ingestion.list-generations", ListGenerations.class, GenerationsListed.class)
          .harmless();
  public static final RequestAddress<SwitchGeneration, GenerationView> SWITCH_GENERATION =
      new RequestAddress<>(
          "ingestion.switch-generation", SwitchGeneration.class, GenerationView.class);
  public static final RequestAddress<RetireGeneration, GenerationView> RETIRE_GENERATION =
      new RequestAddress<>(
          "ingestion.retire-generation", RetireGeneration.class, GenerationView.class);

  /** Searches look through another generation from now on. */
  public static final HintAddress<GenerationSwitched> GENERATION_SWITCHED =
      new HintAddress<>("ingestion.generation-switched", GenerationSwitched.class);

  public static final HintAddress<DocumentProgressed> DOCUMENT_PROGRESSED =
      new HintAddress<>("ingestion.document-progressed", DocumentProgressed.class);

  private IngestionBus() {}
}
