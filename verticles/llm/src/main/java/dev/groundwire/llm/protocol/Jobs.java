package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.llm.dispatch.Job;
import dev.groundwire.platform.bus.Outflow;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** Makes jobs of what clients ask for. Belongs to the context it is made on. */
public final class Jobs {
  private final Vertx vertx;
  private final LongSupplier nowMillis;
  private final Adapters adapters;
  private final Pace pace;
  private final int maxTokens;
  private final boolean isContentTold;

  /**
   * @param nowMillis a time that nobody sets
   * @param maxTokens of one generation, whatever it asks for
   */
  public Jobs(Vertx vertx, LongSupplier nowMillis, Adapters adapters, Pace pace, int maxTokens) {
    this.vertx = vertx;
    this.nowMillis = nowMillis;
    this.adapters = adapters;
    this.pace = pace;
    this.maxTokens = maxTokens;
    this.isContentTold = Telemetry.of(vertx).isContentTold();
  }

  public Job generate(Generate request, Outflow<GenerationItem> out) {
    WrittenText text = new WrittenText();
    if (isContentTold) {
      text.remember();
    }
    return new GenerateJob(
        adapters,
        request,
        Math.clamp(request.maxTokens(), 1, maxTokens),
        text,
        new Delivery<>(vertx, nowMillis, pace, out, text));
  }

  /**
   * @throws dev.groundwire.bus.BusFailure when the body is no JSON object
   */
  public Job complete(Complete request, Outflow<CompletionItem> out) {
    WrittenChunks chunks = new WrittenChunks();
    if (isContentTold) {
      chunks.remember();
    }
    return new CompleteJob(
        adapters,
        new CompletionRequest(request.body()),
        maxTokens,
        chunks,
        new Delivery<>(vertx, nowMillis, pace, out, chunks));
  }
}
