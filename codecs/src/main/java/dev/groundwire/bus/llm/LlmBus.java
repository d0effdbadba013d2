package dev.groundwire.bus.llm;

import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.StreamAddress;
import java.util.List;

/** Everything the llm verticle answers. */
public final class LlmBus {
  public static final RequestAddress<ListModels, ModelsListed> LIST_MODELS =
      new RequestAddress<>("llm.list-models", ListModels.class, ModelsListed.class).harmless();

  public static final StreamAddress<Generate, GenerationItem> GENERATE =
      new StreamAddress<>(
          "llm.generate",
          Generate.class,
          List.of(CallQueued.class, CallBegan.class, TokenBatch.class, CallEnded.class));
  public static final StreamAddress<Complete, CompletionItem> COMPLETE =
      new StreamAddress<>(
          "llm.complete",
          Complete.class,
          List.of(CallQueued.class, CallBegan.class, CompletionChunk.class, CallEnded.class));
  public static final RequestAddress<DescribeProviders, ProvidersDescribed> DESCRIBE_PROVIDERS =
      new RequestAddress<>(
              "llm.describe-providers", DescribeProviders.class, ProvidersDescribed.class)
          .harmless();
  public static final HintAddress<BreakerChanged> BREAKER_CHANGED =
      new HintAddress<>("llm.breaker-changed", BreakerChanged.class);

  public static final HintAddress<LimitsTold> LIMITS_TOLD =
      new HintAddress<>("llm.limits-told", LimitsTold.class);

  private LlmBus() {}
}
