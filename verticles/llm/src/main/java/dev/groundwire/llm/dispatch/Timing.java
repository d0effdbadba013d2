package dev.groundwire.llm.dispatch;

/** The time of the room, and what happens later on its context. */
interface Timing {
  /** Milliseconds since 1970. */
  long now();

  /** Once, after at least so long. */
  Alarm in(long millis, Runnable work);

  /** After what runs just now. */
  void soon(Runnable work);

  /** Work that is yet to be done. */
  interface Alarm {
    Alarm NONE = () -> {};

    /** Harmless when it has been done. */
    void cancel();
  }
}
