package dev.groundwire.llm.protocol;

/** What was written and not handed on yet. */
interface Gathered<M> {
  /** What a batch is worth, in characters that somebody reads, whatever they are wrapped in. */
  int ENOUGH_CHARACTERS = 512;

  /** What it takes in memory: characters of text, bytes of chunks. */
  int size();

  /** True when a reader is not to be kept waiting for more. */
  boolean isEnough();

  /** All of it as one item; empty afterwards. */
  M take();

  /** Nothing follows what is there. */
  void complete();

  /** It was not wanted. */
  void discard();
}
