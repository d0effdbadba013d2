package dev.groundwire.llm.dispatch;

import java.time.Instant;

/** The time of the room, and what happens later on its context. */
interface Timing {
  /** Milliseconds since some beginning; nobody sets this time. */
  long now();

  /** When that is on this time, by the clock as it goes now. */
  long at(Instant instant);

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
