package dev.groundwire.gateway;

/**
 * What a gateway is for at its node. Every node has the operators' door, for its health and
 * metrics.
 *
 * @param isPublic whether it has the public door too
 * @param isClustered whether other nodes belong to the same cluster
 */
public record Place(boolean isPublic, boolean isClustered) {
  /** Of a node that is alone. */
  public static final Place ALONE = new Place(true, false);
}
