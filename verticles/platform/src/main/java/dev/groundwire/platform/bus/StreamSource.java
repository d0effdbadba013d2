package dev.groundwire.platform.bus;

/** Begins to send a stream. */
public interface StreamSource<Q, M> {
  /**
   * Called on the context of the room, and never waits there. A failure thrown refuses the stream.
   */
  void open(Q request, Outflow<M> out);
}
