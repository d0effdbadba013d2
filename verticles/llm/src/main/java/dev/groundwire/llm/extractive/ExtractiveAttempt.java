package dev.groundwire.llm.extractive;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import dev.groundwire.llm.dispatch.AttemptListener;
import dev.groundwire.llm.protocol.Delivery;
import dev.groundwire.llm.protocol.RoughTokens;
import dev.groundwire.llm.protocol.WrittenText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Quotes for one question. */
final class ExtractiveAttempt implements Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(ExtractiveAttempt.class);

  private final Vertx vertx;
  private final Quoting quoting;
  private final Generate request;
  private final int maxTokens;
  private final WrittenText text;
  private final Delivery<GenerationItem> delivery;
  private boolean cancelled;

  ExtractiveAttempt(
      Vertx vertx,
      Quoting quoting,
      Generate request,
      int maxTokens,
      WrittenText text,
      Delivery<GenerationItem> delivery) {
    this.vertx = vertx;
    this.quoting = quoting;
    this.request = request;
    this.maxTokens = maxTokens;
    this.text = text;
    this.delivery = delivery;
  }

  @Override
  public void start(AttemptListener listener) {
    vertx.runOnContext(ignored ->
        Future.succeededFuture()
            .compose(started -> quoting.answer(request.question(), request.evidence()))
            .onComplete(pieces -> guarded(pieces, listener), failure -> fail(failure, listener)));
  }

  /** What escaped to the event loop would leave the call neither ended nor failed. */
  private void guarded(List<Piece> pieces, AttemptListener listener) {
    try {
      write(pieces, listener);
    } catch (RuntimeException unexpected) {
      if (cancelled) {
        LOG.atError().setCause(unexpected).log("end of the quotes not told");
      } else {
        fail(unexpected, listener);
      }
    }
  }

  private void write(List<Piece> pieces, AttemptListener listener) {
    if (cancelled) {
      return;
    }
    listener.began();
    StringBuilder written = new StringBuilder();
    String reason = "stop";
    for (Piece piece : pieces) {
      if (cancelled) {
        return;
      }
      if (RoughTokens.of(written) + RoughTokens.of(piece.text()) > maxTokens) {
        reason = "length";
        break;
      }
      piece.quotation(written.length()).ifPresent(text::quote);
      written.append(piece.text());
      text.append(piece.text());
      // One sentence an item: a reader sees the answer grow.
      delivery.flush();
    }
    if (!cancelled) {
      cancelled = true;
      listener.ended(new CallEnded(reason, usage(written)));
    }
  }

  private TokenUsage usage(CharSequence written) {
    int read = RoughTokens.of(request.question());
    int evidence = request.evidence().stream().mapToInt(e -> RoughTokens.of(e.text())).sum();
    return new TokenUsage(read + evidence, RoughTokens.of(written));
  }

  private void fail(Throwable failure, AttemptListener listener) {
    if (cancelled) {
      return;
    }
    cancelled = true;
    if (failure instanceof BusFailure known) {
      listener.failed(
          new AttemptFailure(
              known.code(), known.getMessage(), Kind.PROVIDER_FAILED, known.retryAfter()));
      return;
    }
    LOG.atError().setCause(failure).log("quoting failed");
    listener.failed(
        new AttemptFailure(
            FailureCode.INTERNAL,
            "Writing the answer failed here; the log has it under the request id.",
            Kind.PROVIDER_FAILED));
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
