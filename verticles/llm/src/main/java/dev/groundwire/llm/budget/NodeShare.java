package dev.groundwire.llm.budget;

import java.util.function.IntSupplier;

/** A budget divided by the nodes that were heard of lately. */
final class NodeShare implements Allowance {
  private final long perMinute;
  private final IntSupplier nodes;
  private final TokenAllowance own;

  NodeShare(long perMinute, IntSupplier nodes, long now) {
    this.perMinute = perMinute;
    this.nodes = nodes;
    this.own = new TokenAllowance(share(), now);
  }

  /** Never 0, which stands for no limit, unless there is none. */
  private long share() {
    return perMinute == 0 ? 0 : Math.max(1, perMinute / Math.max(1, nodes.getAsInt()));
  }

  @Override
  public long waitMillis(int tokens, long now) {
    return own.waitMillis(tokens, now);
  }

  @Override
  public boolean isAtHand(int tokens, long now) {
    return own.isAtHand(tokens, now);
  }

  @Override
  public void fetch(int tokens, long now) {}

  @Override
  public long reserve(int tokens, long now) {
    return own.reserve(tokens, now);
  }

  @Override
  public void settle(long reserved, int used, long now) {
    own.settle(reserved, used, now);
  }

  @Override
  public void refresh(long now) {
    own.allow(share(), now);
  }

  @Override
  public void close(long now) {}
}
