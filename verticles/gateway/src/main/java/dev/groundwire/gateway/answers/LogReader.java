package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.platform.bus.StreamReader;

/** Gets the log of an answer, whoever writes it. */
public interface LogReader extends StreamReader<LogEntries> {
  /** Whoever wrote it is gone. It goes on when another one has taken over, or fails. */
  default void interrupted() {}

  /** This node stops, and another one goes on with what was begun here; nothing more comes. */
  default void leftToOthers(BusFailure why) {
    fail(why);
  }
}
