package dev.groundwire.gateway.openai;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Inflow;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts a provider's chunks together for a client that wants no stream. */
final class WholeCompletion implements CompletionReader {
  private static final int MOST_CHARACTERS = 16 << 20;

  private final RoutingContext http;
  private final String model;
  private final Patience patience;
  private final MergedChunks merged = new MergedChunks();
  private @Nullable Inflow<CompletionItem> items;
  private int characters;

  /**
   * @param model as the client named it
   */
  WholeCompletion(RoutingContext http, String model, Duration longest) {
    this.http = http;
    this.model = model;
    this.patience = new Patience(http, longest);
  }

  @Override
  public void follow(Inflow<CompletionItem> inflow) {
    items = inflow;
  }

  @Override
  public void item(CompletionItem item) {
    try {
      switch (item) {
        case CompletionChunk chunk -> add(chunk.data());
        case CallEnded ended -> merged.usage(ended.usage());
        case CallQueued ignored -> {}
        case CallBegan ignored -> {}
      }
    } catch (BusFailure unusable) {
      fail(unusable); // with the request what would come is cancelled
      return;
    }
    if (items != null) {
      items.grant(1);
    }
  }

  private void add(String data) {
    characters += data.length();
    if (characters > MOST_CHARACTERS) {
      throw new BusFailure(
          FailureCode.UPSTREAM_FAILED, "The completion is too long to be held; ask for a stream.");
    }
    Chunks.each(data, chunk -> merged.add(Chunks.parse(chunk)));
  }

  @Override
  public void end() {
    patience.end();
    if (merged.isEmpty()) {
      http.fail(
          new BusFailure(FailureCode.UPSTREAM_FAILED, "The provider ended without an answer."));
    } else {
      JsonReply.ok(http, merged.whole());
    }
  }

  @Override
  public void fail(BusFailure why) {
    patience.end();
    http.fail(OpenAiErrors.asModel(why, model));
  }
}
