package dev.groundwire.platform.bus;

import dev.groundwire.bus.BusFailure;

/**
 * Gets what a stream brings, on the context that opened it, and never waits there. After {@link
 * #end}, {@link #fail} or {@link Inflow#cancel} nothing more comes.
 */
public interface StreamReader<M> {
  /** One item; it has used up one credit, see {@link Inflow#grant}. */
  void item(M item);

  void end();

  /** The sender failed or refused, or is lost: {@code UNAVAILABLE}, then it may be opened anew. */
  void fail(BusFailure why);
}
