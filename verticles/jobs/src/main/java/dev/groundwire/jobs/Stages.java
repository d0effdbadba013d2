package dev.groundwire.jobs;

import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.bus.retrieval.RetrievalBus;
import java.util.List;

/** Which rooms do a job, one after the other: each of them does what its own tables need. */
final class Stages {
  private Stages() {}

  static List<RequestAddress<RunStep, StepDone>> of(JobKind kind) {
    return switch (kind) {
      case DEDUPE, REBUILD -> List.of(IngestionBus.RUN_STEP);
      case REINDEX -> List.of(RetrievalBus.RUN_STEP);
      case RETENTION -> List.of(IngestionBus.RUN_STEP, ChatBus.RUN_STEP);
      // Vectors, then their index, then a last look at whether all are there.
      case REEMBED -> List.of(IngestionBus.RUN_STEP, RetrievalBus.RUN_STEP, IngestionBus.RUN_STEP);
      case CLEANUP -> List.of(IngestionBus.RUN_STEP, JobsBus.RUN_STEP);
    };
  }
}
