package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.platform.bus.Inflow;
import org.jspecify.annotations.Nullable;

/**
 * Passes a provider's chunks on as they are. More is asked for only once the client took what came
 * before.
 */
final class StreamedCompletion implements CompletionReader {
  private final EventStream stream;
  private final String model;
  private final boolean tellsUsage;
  private String lastChunk = "";
  private boolean usageTold;
  private @Nullable TokenUsage counted;
  private @Nullable Inflow<CompletionItem> items;

  /**
   * @param model as the client named it
   * @param tellsUsage whether the client asked for the chunk that tells it
   */
  StreamedCompletion(EventStream stream, String model, boolean tellsUsage) {
    this.stream = stream;
    this.model = model;
    this.tellsUsage = tellsUsage;
    stream.lasting();
  }

  @Override
  public void follow(Inflow<CompletionItem> inflow) {
    items = inflow;
    stream.onTaken(inflow::grant);
  }

  @Override
  public void item(CompletionItem item) {
    try {
      switch (item) {
        case CompletionChunk chunk -> Chunks.each(chunk.data(), this::pass);
        case CallEnded ended -> counted = ended.usage();
        case CallQueued ignored -> {}
        case CallBegan ignored -> {}
      }
      stream.item();
    } catch (BusFailure unusable) {
      fail(unusable);
      if (items != null) {
        items.cancel(); // the stream closes, and cancels, only when a slow client has taken it all
      }
    }
  }

  private void pass(String chunk) {
    if (UsageChunk.mayBe(chunk)) {
      ObjectNode parsed = Chunks.parse(chunk);
      usageTold |= UsageChunk.hasUsage(parsed);
      if (!tellsUsage && UsageChunk.isIt(parsed)) {
        return;
      }
    }
    lastChunk = chunk;
    stream.data(chunk);
  }

  @Override
  public void end() {
    if (tellsUsage && !usageTold && counted != null && !lastChunk.isEmpty()) {
      stream.data(UsageChunk.like(Chunks.parse(lastChunk), counted).toString());
    }
    stream.data(SseWords.DONE);
    stream.end();
  }

  @Override
  public void fail(BusFailure why) {
    SseWords.fail(stream, OpenAiErrors.asModel(why, model));
  }
}
