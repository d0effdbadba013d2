package dev.groundwire.llm.protocol;

import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptListener;
import io.vertx.core.Vertx;

/** What cannot be asked of a provider. */
public final class RefusedAttempt implements Attempt {
  private final Vertx vertx;
  private final AttemptFailure why;
  private boolean cancelled;

  public RefusedAttempt(Vertx vertx, AttemptFailure why) {
    this.vertx = vertx;
    this.why = why;
  }

  @Override
  public void start(AttemptListener listener) {
    vertx.runOnContext(ignored -> {
      if (!cancelled) {
        listener.failed(why);
      }
    });
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
