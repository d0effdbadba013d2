package dev.groundwire.bus.cluster;

import java.util.List;
import java.util.UUID;

/**
 * What one node sees of its cluster.
 *
 * @param node that tells
 * @param members all that belong to it by membership, itself included
 * @param deaf those of them that do not answer on the bus, though they should; itself included
 */
public record ClusterDescribed(UUID node, List<UUID> members, List<UUID> deaf) {
  public ClusterDescribed {
    members = List.copyOf(members);
    deaf = List.copyOf(deaf);
  }
}
