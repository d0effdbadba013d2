package dev.groundwire.bus.stream;

import java.util.List;

/**
 * Both sides' sign of life: the reader lists what it reads from a sender, and gets back those of
 * them that the sender still has. Either finds out what the bus has lost.
 */
public record StreamsAlive(List<StreamProgress> streams) {
  public StreamsAlive {
    streams = List.copyOf(streams);
  }
}
