package dev.groundwire.llm.budget;

import dev.groundwire.llm.budget.Leases.Bid;
import dev.groundwire.llm.budget.Leases.Joining;
import dev.groundwire.llm.budget.Leases.Lease;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One budget for all nodes: tokens are leased from {@link Leases} as calls come to their turn, a
 * few of them ahead of need. While those are away each node keeps to its share, which is the budget
 * divided by the nodes that were heard of lately, so a call waits but never fails for it.
 */
final class SharedAllowance implements Allowance {
  private static final Logger LOG = LoggerFactory.getLogger(SharedAllowance.class);
  private static final long MINUTE_MILLIS = 60_000;

  /** An exchange takes a millisecond or two; for longer nobody waits. */
  private static final long PATIENCE_MILLIS = 500;

  /** Calls of a node that begins wait so long for its first exchange. */
  private static final long JOINED_WITHIN_MILLIS = 1_000;

  private static final long ASK_AGAIN_MILLIS = 100;

  /** Longer than the dispatcher takes to tell again who waits. */
  private static final long WAITS_FOR_MILLIS = 750;

  /** A node that starts nothing for so long keeps nothing. */
  private static final long IDLE_MILLIS = 1_000;

  /** The share of a minute's tokens that is leased ahead. */
  private static final int AHEAD = 100;

  private enum Mode {
    JOINING,
    SHARED,
    ALONE
  }

  private final String provider;
  private final long perMinute;
  private final Leases leases;
  private final IntSupplier nodes;
  private final LongSupplier clock;
  private final Runnable changed;
  private final long begun;

  private Mode mode = Mode.JOINING;

  /** What is left of the leases; negative when calls have used more than they had reserved. */
  private long held;

  private long freeForAll;
  private long heardAt;
  private boolean isClaimed;
  private boolean isRefused;

  /** What is on its way of what calls have used beyond their leases; never above 0. */
  private long owed;

  private long need;
  private long needAt;
  private long usedAt;
  private long sentAt;
  private int exchanges;
  private boolean isUnderWay;

  /** While alone. */
  private @Nullable TokenAllowance own;

  private long aloneSince;
  private long usedAlone;

  /**
   * @param nodes that share it, this one included, as far as is known
   * @param clock the time that callers tell
   * @param changed is run when what waited may start
   */
  SharedAllowance(
      String provider,
      long perMinute,
      Leases leases,
      IntSupplier nodes,
      LongSupplier clock,
      Runnable changed) {
    this.provider = provider;
    this.perMinute = perMinute;
    this.leases = leases;
    this.nodes = nodes;
    this.clock = clock;
    this.changed = changed;
    this.begun = clock.getAsLong();
    this.usedAt = begun;
  }

  @Override
  public long waitMillis(int tokens, long now) {
    TokenAllowance alone = alone(now);
    if (alone != null) {
      return alone.waitMillis(tokens, now);
    }
    if (isJoining()) {
      return 0;
    }
    double free = held + freeForAll + (double) (now - heardAt) * perMinute / MINUTE_MILLIS;
    double missing = taken(tokens) - free;
    return missing <= 0 ? 0 : (long) Math.ceil(missing * MINUTE_MILLIS / perMinute);
  }

  @Override
  public boolean isAtHand(int tokens, long now) {
    TokenAllowance alone = alone(now);
    return alone == null
        ? mode == Mode.SHARED && held >= taken(tokens)
        : alone.isAtHand(tokens, now);
  }

  @Override
  public void fetch(int tokens, long now) {
    if (alone(now) == null) {
      need = taken(tokens);
      needAt = now;
      if (!isRefused || now - heardAt >= ASK_AGAIN_MILLIS) {
        exchange(now);
      }
    }
  }

  @Override
  public long reserve(int tokens, long now) {
    TokenAllowance alone = alone(now);
    if (alone != null) {
      long taken = alone.reserve(tokens, now);
      usedAlone += taken;
      return taken;
    }
    long taken = taken(tokens);
    held -= taken;
    need = 0;
    usedAt = now;
    if (held < ahead() / 2) {
      exchange(now);
    }
    return taken;
  }

  @Override
  public void settle(long reserved, int used, long now) {
    TokenAllowance alone = alone(now);
    if (alone == null) {
      held += reserved - used;
    } else {
      alone.settle(reserved, used, now);
      usedAlone += used - reserved;
    }
  }

  @Override
  public void refresh(long now) {
    TokenAllowance alone = alone(now);
    if (alone != null) {
      alone.allow(share(), now);
    }
    exchange(now);
  }

  @Override
  public void close(long now) {
    if (alone(now) == null) {
      need = 0;
      isClaimed = true;
      isUnderWay = false;
      exchange(now);
    }
  }

  private boolean isJoining() {
    return mode == Mode.JOINING;
  }

  private long taken(int tokens) {
    return Math.min(tokens, perMinute);
  }

  private long ahead() {
    return perMinute / AHEAD;
  }

  private long share() {
    return Math.max(1, perMinute / Math.max(1, nodes.getAsInt()));
  }

  /** Absent while it is shared, or about to be. */
  private @Nullable TokenAllowance alone(long now) {
    if (own == null
        && ((isUnderWay && now - sentAt > PATIENCE_MILLIS)
            || (isJoining() && now - begun > JOINED_WITHIN_MILLIS))) {
      leave(now);
    }
    return own;
  }

  /** Gives what is too much, and asks for what is missing. */
  private void exchange(long now) {
    if (isUnderWay && now - sentAt <= PATIENCE_MILLIS) {
      return;
    }
    TokenAllowance alone = own;
    Bid bid = alone != null ? joining(alone, now) : isJoining() ? Bid.first(perMinute) : bid(now);
    int number = ++exchanges;
    isUnderWay = true;
    sentAt = now;
    leases
        .exchange(bid)
        .onComplete(
            lease -> {
              if (number == exchanges) {
                answered(bid, lease);
              }
            },
            failure -> {
              if (number == exchanges) {
                isUnderWay = false;
                failed(clock.getAsLong());
              }
            });
  }

  private Bid bid(long now) {
    long wanted = now - needAt <= WAITS_FOR_MILLIS ? need : 0;
    boolean isIdle = wanted == 0 && now - usedAt > IDLE_MILLIS;
    long ahead = isClaimed || isIdle ? 0 : ahead();
    long kept = Math.clamp(held, 0, Math.max(wanted, ahead));
    long back = held - kept;
    held = kept;
    owed = Math.min(0, back);
    return new Bid(
        perMinute,
        back,
        kept,
        Math.max(0, wanted - kept),
        Math.max(0, ahead - kept),
        Optional.empty());
  }

  /** Back from being alone: what was used meanwhile is not there any more. */
  private Bid joining(TokenAllowance alone, long now) {
    long used = Math.clamp(usedAlone, 0, share());
    Joining joining = new Joining(alone.free(now), share(), now - aloneSince);
    return new Bid(perMinute, -used, 0, 0, 0, Optional.of(joining));
  }

  private void answered(Bid bid, Lease lease) {
    isUnderWay = false;
    long now = clock.getAsLong();
    if (mode == Mode.ALONE) {
      LOG.atInfo().addKeyValue("provider", provider).log("tokens are counted for all nodes again");
      own = null;
      held = 0;
      usedAlone = 0;
    }
    mode = Mode.SHARED;
    held += lease.granted();
    freeForAll = lease.free();
    heardAt = now;
    isClaimed = lease.isClaimed();
    isRefused = lease.granted() < bid.need();
    owed = 0;
    changed.run();
  }

  private void failed(long now) {
    if (mode == Mode.SHARED) {
      leave(now);
      changed.run();
    }
  }

  private void leave(long now) {
    if (mode != Mode.ALONE) {
      LOG.atWarn()
          .addKeyValue("provider", provider)
          .addKeyValue("tokens_per_minute", share())
          .log("tokens are not counted for all nodes just now, this one keeps to its share");
    }
    long share = share();
    long left = held + owed;
    // One that has never been told begins as a node without Redis does.
    own = new TokenAllowance(share, mode == Mode.SHARED ? left : share, now);
    // What it held has been counted for all already.
    usedAlone = -Math.max(0, left);
    owed = 0;
    mode = Mode.ALONE;
    aloneSince = now;
    isUnderWay = false;
    exchanges++;
  }
}
