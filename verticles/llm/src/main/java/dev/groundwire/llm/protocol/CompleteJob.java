package dev.groundwire.llm.protocol;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.Job;

/** Passes a chat completion through. */
final class CompleteJob implements Job {
  private final Adapters adapters;
  private final CompletionRequest request;
  private final int maxTokens;
  private final WrittenChunks chunks;
  private final Delivery<CompletionItem> delivery;

  /**
   * @param maxTokens what a request that names none is taken to write
   */
  CompleteJob(
      Adapters adapters,
      CompletionRequest request,
      int maxTokens,
      WrittenChunks chunks,
      Delivery<CompletionItem> delivery) {
    this.adapters = adapters;
    this.request = request;
    this.maxTokens = request.maxTokens() == 0 ? maxTokens : request.maxTokens();
    this.chunks = chunks;
    this.delivery = delivery;
  }

  @Override
  public int estimatedTokens() {
    return (int) Math.min(Integer.MAX_VALUE, (long) request.roughPromptTokens() + maxTokens);
  }

  @Override
  public int tokensSoFar() {
    return request.roughPromptTokens() + chunks.written();
  }

  @Override
  public Attempt attemptAt(ProviderConfig provider, String model) {
    return adapters.at(provider).complete(request, model, chunks, delivery);
  }

  @Override
  public void queued(int position) {
    delivery.mention(new CallQueued(position));
  }

  @Override
  public void began(String provider, String model) {
    delivery.send(new CallBegan(model, provider));
  }

  @Override
  public void ended(CallEnded how) {
    delivery.end(how);
  }

  @Override
  public void failed(BusFailure why) {
    delivery.fail(why);
  }
}
