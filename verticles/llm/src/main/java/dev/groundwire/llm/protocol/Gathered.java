package dev.groundwire.llm.protocol;

/** What was written and not handed on yet. */
interface Gathered<M> {
  int size();

  /** All of it as one item; empty afterwards. */
  M take();

  /** Nothing follows what is there. */
  void complete();

  /** It was not wanted. */
  void discard();
}
