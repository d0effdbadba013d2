package dev.groundwire.llm.protocol;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.Job;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Has an answer written. */
final class GenerateJob implements Job {
  private final Adapters adapters;
  private final int maxTokens;
  private final int roughPromptTokens;
  private final WrittenText text;
  private final Delivery<GenerationItem> delivery;

  /** Absent once no other attempt will be made: what is written may last much longer. */
  private @Nullable Generate request;

  GenerateJob(
      Adapters adapters,
      Generate request,
      int maxTokens,
      WrittenText text,
      Delivery<GenerationItem> delivery) {
    this.adapters = adapters;
    this.request = request;
    this.maxTokens = maxTokens;
    this.roughPromptTokens = ChatRequest.roughPromptTokens(request);
    this.text = text;
    this.delivery = delivery;
  }

  @Override
  public int estimatedTokens() {
    return roughPromptTokens + maxTokens;
  }

  @Override
  public TokenUsage usageSoFar() {
    return new TokenUsage(roughPromptTokens, RoughTokens.ofLength(text.written()));
  }

  @Override
  public String inputMessages() {
    return request == null ? "[]" : ToldMessages.of(request.prompt());
  }

  @Override
  public String outputMessages() {
    return ToldMessages.ofModel(text.told());
  }

  @Override
  public Attempt attemptAt(ProviderConfig provider, String model) {
    return adapters
        .at(provider)
        .generate(Objects.requireNonNull(request, "it began"), model, maxTokens, text, delivery);
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
