package dev.groundwire.outboxrelay;

import dev.groundwire.platform.postgres.Database;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards this relay holds: its fair share of all, for as long as it renews them. What is more
 * than its share leaves it as soon as no worker is at it.
 */
final class ShardLeases {
  static final int SHARDS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(ShardLeases.class);

  /** Part of a lease that is not used: a fact that left in time must also arrive in time. */
  private static final int MARGIN = 5;

  private final UUID relay;
  private final Duration lease;
  private final int workers;
  private final Database database;
  private final ShardRepository shards;
  private final RelayMeters meters;
  private final LongSupplier nanoTime;
  private final Map<Integer, Set<Short>> busy = new ConcurrentHashMap<>();
  private volatile Map<Short, Long> held = Map.of();
  private volatile Set<Short> leaving = Set.of();
  private volatile long until;

  /**
   * @param nanoTime the machine's monotonic clock: it shows a pause of the whole process
   */
  ShardLeases(
      UUID relay,
      OutboxRelayConfig config,
      Database database,
      ShardRepository shards,
      RelayMeters meters,
      LongSupplier nanoTime) {
    this.relay = relay;
    this.lease = config.lease();
    this.workers = config.workers();
    this.database = database;
    this.shards = shards;
    this.meters = meters;
    this.nanoTime = nanoTime;
    this.until = nanoTime.getAsLong();
  }

  UUID relay() {
    return relay;
  }

  /** Several times within a lease. */
  void renew() {
    long before = nanoTime.getAsLong(); // not after the server's own start of the lease
    Set<Short> released = idle(leaving);
    Renewal renewal =
        database.asSystem(tx -> {
          shards.heartbeat(tx, relay);
          if (!released.isEmpty()) {
            shards.release(tx, relay, released);
          }
          int share = Math.ceilDiv(SHARDS, Math.max(1, shards.members(tx, lease)));
          Map<Short, Long> mine = new HashMap<>(shards.renew(tx, relay, lease));
          if (mine.size() < share) {
            mine.putAll(shards.take(tx, relay, lease, share - mine.size()));
          }
          return new Renewal(Map.copyOf(mine), share);
        });
    tell(renewal);
    meters.leases(held, renewal.mine());
    leaving = renewal.beyondShare();
    held = renewal.mine();
    until = before + lease.minus(lease.dividedBy(MARGIN)).toNanos();
  }

  private Set<Short> idle(Set<Short> candidates) {
    Set<Short> found = new HashSet<>(candidates);
    busy.values().forEach(found::removeAll);
    return found;
  }

  private void tell(Renewal renewal) {
    if (!renewal.mine().equals(held)) {
      LOG.atInfo()
          .addKeyValue("relay", relay)
          .addKeyValue("shards", renewal.mine().size())
          .addKeyValue("share", renewal.share())
          .log("outbox shards changed");
    }
  }

  /** That worker's shards, with their terms, which stay with this relay until it leaves them. */
  Map<Short, Long> enter(int worker) {
    if (isOver()) {
      return Map.of();
    }
    Map<Short, Long> mine =
        held.entrySet().stream()
            .filter(shard -> shard.getKey() % workers == worker)
            .filter(shard -> !leaving.contains(shard.getKey()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    busy.put(worker, mine.keySet());
    return mine;
  }

  void leave(int worker) {
    busy.remove(worker);
  }

  /** False once another relay may have one of them: after a pause, or when renewing failed. */
  boolean stillHold(Map<Short, Long> entered) {
    return !isOver() && held.entrySet().containsAll(entered.entrySet());
  }

  private boolean isOver() {
    return nanoTime.getAsLong() - until >= 0;
  }

  /** Nothing is held until the next renewal tells what is. */
  void doubt() {
    until = nanoTime.getAsLong();
  }

  /** Others may take all of them at once. */
  void giveUp() {
    meters.leases(held, Map.of());
    held = Map.of();
    until = nanoTime.getAsLong();
    database.asSystem(tx -> shards.leave(tx, relay));
  }

  private record Renewal(Map<Short, Long> mine, int share) {
    Set<Short> beyondShare() {
      List<Short> all = mine.keySet().stream().sorted().toList();
      return Set.copyOf(all.subList(Math.min(share, all.size()), all.size()));
    }
  }
}
