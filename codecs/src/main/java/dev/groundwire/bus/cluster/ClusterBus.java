package dev.groundwire.bus.cluster;

import dev.groundwire.bus.RequestAddress;

/** What every node of a cluster answers. */
public final class ClusterBus {
  /** Only ever asked of one node. */
  public static final RequestAddress<ProbeNode, NodeProbed> PROBE_NODE =
      new RequestAddress<>("cluster.probe-node", ProbeNode.class, NodeProbed.class).harmless();

  /** Answered by the node of who asks. */
  public static final RequestAddress<DescribeCluster, ClusterDescribed> DESCRIBE_CLUSTER =
      new RequestAddress<>(
              "cluster.describe-cluster", DescribeCluster.class, ClusterDescribed.class)
          .harmless();

  private ClusterBus() {}
}
