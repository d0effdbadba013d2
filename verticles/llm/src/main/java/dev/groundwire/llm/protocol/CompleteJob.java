package dev.groundwire.llm.protocol;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.Job;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes a chat completion through. */
final class CompleteJob implements Job {
  /**
   * Reserved for a prompt at most: few models read more, and images are sent as far more text than
   * they are tokens.
   */
  private static final int LONGEST_PROMPT = 100_000;

  private final Adapters adapters;
  private final int roughPromptTokens;
  private final int maxTokens;

  /** Absent once no other attempt will be made: what is written may last much longer. */
  private @Nullable CompletionRequest request;

  private final WrittenChunks chunks;
  private final Delivery<CompletionItem> delivery;

  /**
   * @param maxTokens what a request is taken to write at most, also one that names more or none
   */
  CompleteJob(
      Adapters adapters,
      CompletionRequest request,
      int maxTokens,
      WrittenChunks chunks,
      Delivery<CompletionItem> delivery) {
    this.adapters = adapters;
    this.request = request;
    this.roughPromptTokens = Math.min(request.roughPromptTokens(), LONGEST_PROMPT);
    this.maxTokens =
        request.maxTokens() == 0 ? maxTokens : Math.min(request.maxTokens(), maxTokens);
    this.chunks = chunks;
    this.delivery = delivery;
  }

  @Override
  public int estimatedTokens() {
    return roughPromptTokens + maxTokens;
  }

  @Override
  public TokenUsage usageSoFar() {
    return new TokenUsage(roughPromptTokens, chunks.written());
  }

  @Override
  public String inputMessages() {
    return request == null ? "[]" : ToldMessages.of(request.toJson());
  }

  @Override
  public String outputMessages() {
    return ToldMessages.ofModel(ToldMessages.texts(chunks.told()));
  }

  @Override
  public Attempt attemptAt(ProviderConfig provider, String model) {
    return adapters
        .at(provider)
        .complete(Objects.requireNonNull(request, "it began"), model, chunks, delivery);
  }

  @Override
  public void queued(int position) {
    delivery.mention(new CallQueued(position));
  }

  @Override
  public void began(String provider, String model) {
    request = null;
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
