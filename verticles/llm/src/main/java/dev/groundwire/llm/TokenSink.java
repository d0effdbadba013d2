package dev.groundwire.llm;

import dev.groundwire.bus.llm.Quotation;
import io.vertx.core.Future;

/** Where a provider puts its text. All calls on the room's context. */
interface TokenSink {
  /** Takes the text in any case: a full sink asks for a pause, it drops nothing. */
  void append(CharSequence text);

  /** Says what a mark stands for, before the text with that mark. */
  void quote(Quotation quotation);

  /** True when the provider should pause until {@link #whenRoom}. */
  boolean isFull();

  /** Completes when a reader has taken what was there, or on cancellation. */
  Future<Void> whenRoom();

  /** Completes when nobody wants the text any more. */
  Future<Void> whenCancelled();

  /** True when nobody wants the text any more. */
  default boolean isCancelled() {
    return whenCancelled().isComplete();
  }
}
