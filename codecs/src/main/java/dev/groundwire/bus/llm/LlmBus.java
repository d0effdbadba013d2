package dev.groundwire.bus.llm;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.RequestAddress;

/** Everything the llm verticle answers. */
public final class LlmBus {
  public static final RequestAddress<StartGeneration, GenerationStarted> START_GENERATION =
      new RequestAddress<>("llm.start-generation", StartGeneration.class, GenerationStarted.class);
  public static final RequestAddress<ReadTokens, TokenBatch> READ_TOKENS =
      new RequestAddress<>("llm.read-tokens", ReadTokens.class, TokenBatch.class);
  public static final RequestAddress<CancelGeneration, Done> CANCEL_GENERATION =
      new RequestAddress<>("llm.cancel-generation", CancelGeneration.class, Done.class);
  public static final RequestAddress<ListModels, ModelsListed> LIST_MODELS =
      new RequestAddress<>("llm.list-models", ListModels.class, ModelsListed.class);

  private LlmBus() {}
}
