package dev.groundwire.chat;

import dev.groundwire.platform.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * How long the answers of this node are surely its own. A node that has been paused, or cut off
 * from the database, sees by its own clock that they may not be any more.
 */
final class NodeLease {
  /** Part of a lease that is not used: what is told in time must also arrive in time. */
  private static final int MARGIN = 5;

  private final UUID node;
  private final ChatConfig.NodesConfig config;
  private final Database database;
  private final LongSupplier nanoTime;
  private final ChatNodeRepository nodes = new ChatNodeRepository();
  private volatile long until;
  private volatile long since;
  private volatile List<UUID> living = List.of();

  /**
   * @param begun by the node's clock, before the database's own begin of the lease
   * @param hadEnded true when others may have taken answers over meanwhile
   */
  record Renewal(long begun, boolean hadEnded) {}

  /**
   * @param nanoTime the machine's monotonic clock: it shows a pause of the whole process
   */
  NodeLease(UUID node, ChatConfig.NodesConfig config, Database database, LongSupplier nanoTime) {
    this.node = node;
    this.config = config;
    this.database = database;
    this.nanoTime = nanoTime;
    this.until = nanoTime.getAsLong();
  }

  UUID node() {
    return node;
  }

  /** After which one that is not renewed has ended. */
  Duration time() {
    return config.lease();
  }

  /** From any thread. */
  boolean isHeld() {
    return config.exclusive() || nanoTime.getAsLong() - until < 0;
  }

  /** It counts from {@link #hold} on: before, what was lost meanwhile must be known. */
  Renewal renew() {
    long begun = nanoTime.getAsLong();
    boolean hadEnded = !isHeld();
    living =
        database.asSystem(tx -> {
          nodes.alive(tx, node);
          return nodes.living(tx, config.lease());
        });
    return new Renewal(begun, hadEnded);
  }

  void hold(Renewal renewal) {
    if (renewal.hadEnded()) {
      since = renewal.begun();
    }
    Duration usable = config.lease().minus(config.lease().dividedBy(MARGIN));
    until = renewal.begun() + usable.toNanos();
  }

  /**
   * Not before it was held for the time of a lease: behind an outage of the database all leases are
   * over, and those who live must be able to renew them first.
   */
  boolean mayTakeOver() {
    return !config.exclusive()
        && isHeld()
        && nanoTime.getAsLong() - since >= config.lease().toNanos();
  }

  /** Whether anybody would take over what this node gives up. */
  boolean hasSuccessor() {
    return !config.exclusive()
        && isHeld()
        && living.stream().anyMatch(other -> !other.equals(node));
  }

  /** Every node that held a lease when this one was last renewed, from any thread. */
  List<UUID> living() {
    return living;
  }

  /** Its answers are anybody's from now on. */
  void giveUp() {
    until = nanoTime.getAsLong();
    database.asSystem(tx -> {
      nodes.giveUp(tx, node);
      return node;
    });
  }
}
