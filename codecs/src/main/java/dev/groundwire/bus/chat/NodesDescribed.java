package dev.groundwire.bus.chat;

import java.util.List;
import java.util.UUID;

/**
 * The nodes that write answers of one database, whether they reach each other or not.
 *
 * @param alive those that have said so to the database within their lease, who answers included
 */
public record NodesDescribed(List<UUID> alive) {
  public NodesDescribed {
    alive = List.copyOf(alive);
  }
}
