package dev.groundwire.chat;

/** Why an answer ends before its text does. */
enum Interruption {
  CANCELLED,
  UNWATCHED,
  STOPPING
}
