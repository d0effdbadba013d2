package dev.groundwire.chat;

/** Why an answer ends before its text does. */
enum Interruption {
  CANCELLED,
  UNWATCHED,
  /** Its turn has not come in time. */
  WAITED_TOO_LONG,
  /** Its text has not come to an end in time. */
  TOOK_TOO_LONG,
  STOPPING,
  /** Another node has it, or is to have it. */
  MOVED
}
