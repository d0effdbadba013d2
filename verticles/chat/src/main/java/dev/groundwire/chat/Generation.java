package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CallQueued;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Inflow;
import dev.groundwire.platform.bus.StreamReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a model writes into an answer's log. It asks for more as soon as something is appended:
 * the log is bounded by the length of an answer, and its watchers are none of the model's business.
 * Confined to the loop.
 */
final class Generation implements StreamReader<GenerationItem> {
  private static final Duration OPENED_WITHIN = Duration.ofSeconds(10);

  private final LiveAnswer answer;
  private final int maxCharacters;
  private final Promise<Outcome> outcome = Promise.promise();
  private @Nullable Inflow<GenerationItem> inflow;
  private boolean isBegun;

  Generation(LiveAnswer answer, int maxCharacters) {
    this.answer = answer;
    this.maxCharacters = maxCharacters;
  }

  /** How the text ended. */
  Future<Outcome> begin(Bus bus, Generate request) {
    inflow = bus.open(LlmBus.GENERATE, request, OPENED_WITHIN, this);
    return outcome.future();
  }

  @Override
  public void item(GenerationItem item) {
    switch (item) {
      case TokenBatch batch -> write(batch);
      case CallQueued queued -> answer.movedUp(queued.position());
      case CallBegan began -> {
        isBegun = true;
        answer.generating(began.model());
      }
      case CallEnded ended -> outcome.tryComplete(Outcome.of(ended.finishReason(), ended.usage()));
    }
    if (inflow != null) {
      inflow.grant(1);
    }
  }

  private void write(TokenBatch batch) {
    answer.write(batch.text(), batch.quotations());
    if (answer.length() > maxCharacters) {
      cancel();
      outcome.tryComplete(Outcome.TOO_LONG);
    }
  }

  @Override
  public void end() {
    outcome.tryFail(new BusFailure(FailureCode.UPSTREAM_FAILED, "The model broke off; ask again."));
  }

  @Override
  public void fail(BusFailure why) {
    if (!isBegun) {
      answer.prompted(0);
    }
    outcome.tryFail(why);
  }

  /** The provider stops at once. Harmless when the text has ended. */
  void cancel() {
    if (inflow != null) {
      inflow.cancel();
    }
  }
}
