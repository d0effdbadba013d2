package dev.groundwire.llm.extractive;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import dev.groundwire.llm.protocol.Adapter;
import dev.groundwire.llm.protocol.CompletionRequest;
import dev.groundwire.llm.protocol.Delivery;
import dev.groundwire.llm.protocol.RefusedAttempt;
import dev.groundwire.llm.protocol.WrittenChunks;
import dev.groundwire.llm.protocol.WrittenText;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Answers without a language model: quotes the sentences of the evidence that support an answer
 * best, each with its mark, and says that it does. Reads no prompt.
 */
public final class ExtractiveAdapter implements Adapter {
  private final Vertx vertx;
  private final Quoting quoting;

  /**
   * @param isAlone true when no language model is configured
   */
  public ExtractiveAdapter(Vertx vertx, Bus bus, ExtractiveConfig config, boolean isAlone) {
    this.vertx = vertx;
    this.quoting = new Quoting(vertx, bus, config, isAlone);
  }

  @Override
  public Attempt generate(
      Generate request,
      String model,
      int maxTokens,
      WrittenText text,
      Delivery<GenerationItem> delivery) {
    return new ExtractiveAttempt(vertx, quoting, request, maxTokens, text, delivery);
  }

  @Override
  public Attempt complete(
      CompletionRequest request,
      String model,
      WrittenChunks chunks,
      Delivery<CompletionItem> delivery) {
    return new RefusedAttempt(
        vertx,
        new AttemptFailure(
            FailureCode.INVALID_REQUEST,
            "The model "
                + model
                + " quotes documents and writes no completions; configure a language model, and"
                + " name it.",
            Kind.NOT_HERE));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
