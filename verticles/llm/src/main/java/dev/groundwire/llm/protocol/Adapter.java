package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.llm.dispatch.Attempt;
import io.vertx.core.Future;

/** Makes attempts at one provider. It is done when its test implements the providers' contract. */
public interface Adapter {
  /**
   * @param model as the provider names it
   * @param maxTokens of the text
   */
  Attempt generate(
      Generate request,
      String model,
      int maxTokens,
      WrittenText text,
      Delivery<GenerationItem> delivery);

  /**
   * @param model as the provider names it
   */
  Attempt complete(
      CompletionRequest request,
      String model,
      WrittenChunks chunks,
      Delivery<CompletionItem> delivery);

  /** Ends connections; what is being written fails. */
  Future<Void> close();
}
