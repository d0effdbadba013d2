package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.Priority;
import dev.groundwire.llm.ProviderConfig;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One provider's bulkhead: its slots, its queue and what it allows. Nothing of it is shared with
 * another provider, so one that is stuck takes no slot of another.
 */
final class Lane {
  /** Whatever a provider asks for: it may be back sooner, and one call finds that out. */
  private static final long LONGEST_HOLD = Duration.ofMinutes(10).toMillis();

  private final ProviderConfig provider;
  private final DispatchConfig config;
  private final Timing timing;
  private final AdaptiveLimit limit;
  private final FairQueue<DispatchedCall> queue;
  private final TokenAllowance allowance;
  private final RemainingQuota tokensLeft = new RemainingQuota();
  private final RemainingQuota requestsLeft = new RemainingQuota();
  private final RetryBudget retries;
  private final ServiceTime serviceTime = new ServiceTime();
  private int running;
  private long heldUntil;
  private boolean isPumping;

  Lane(ProviderConfig provider, DispatchConfig config, Timing timing) {
    this.provider = provider;
    this.config = config;
    this.timing = timing;
    this.limit =
        new AdaptiveLimit(
            config.initialLimit(), provider.mostAtOnce(), config.slowCall().toMillis());
    this.queue = new FairQueue<>(config.backgroundTurn(), config::weightOf);
    this.allowance = new TokenAllowance(provider.tokensPerMinute(), timing.now());
    this.retries =
        new RetryBudget(
            config.retryShare(),
            config.retryFloor(),
            config.breakerWindow().toMillis(),
            timing.now());
  }

  ProviderConfig provider() {
    return provider;
  }

  AdaptiveLimit limit() {
    return limit;
  }

  FairQueue<DispatchedCall> queue() {
    return queue;
  }

  RetryBudget retries() {
    return retries;
  }

  int running() {
    return running;
  }

  /** Whether such a call could start without passing anybody. */
  boolean isFree(int tokens) {
    return queue.size() == 0 && running < limit.now() && blockedMillis(tokens) == 0;
  }

  /** How long nothing of that size starts, however many slots are free. */
  long blockedMillis(int tokens) {
    long now = timing.now();
    long quota = Math.max(tokensLeft.waitMillis(tokens, now), requestsLeft.waitMillis(1, now));
    return Math.max(
        Math.max(heldUntil - now, 0), Math.max(quota, allowance.waitMillis(tokens, now)));
  }

  /** When the provider asks to be left alone; true when it had not asked before. */
  boolean hold(Duration wait) {
    long now = timing.now();
    boolean isNew = heldUntil <= now;
    heldUntil = Math.max(heldUntil, now + Math.min(wait.toMillis(), LONGEST_HOLD));
    return isNew;
  }

  /** How long the caller at that position of the queue waits, as far as one can tell. */
  long waitMillis(int position) {
    int free = Math.max(0, limit.now() - running);
    return Math.round(Math.max(0, position - free) * serviceTime.meanMillis() / limit.now());
  }

  int positionOfNewcomer(UUID workspace, Priority priority) {
    return queue.positionOfNewcomer(workspace, priority);
  }

  boolean isFull() {
    return queue.size() >= config.waiting();
  }

  boolean isFullFor(UUID workspace) {
    return queue.sizeOf(workspace) >= config.waitingPerWorkspace();
  }

  /**
   * What a call has taken.
   *
   * @param running slots taken then, its own included
   * @param counted tokens, of those that the provider says are left
   */
  record Slot(long startedAt, int running, long counted) {}

  /** A call takes a slot. */
  Slot started(int tokens) {
    long now = timing.now();
    running++;
    allowance.reserve(tokens, now);
    requestsLeft.started(1);
    return new Slot(now, running, tokensLeft.started(tokens));
  }

  /** The provider has answered a call that had started, or never will. */
  void answered(Slot slot) {
    tokensLeft.answered(slot.counted());
    requestsLeft.answered(1);
  }

  /** True when whoever is next could start before, and cannot now. */
  boolean learn(ProviderLimits limits) {
    long now = timing.now();
    Place<DispatchedCall> next = queue.next();
    int tokens = next == null ? 0 : next.item().tokens();
    boolean wasBlocked = blockedMillis(tokens) > 0;
    tokensLeft.learn(limits.remainingTokens(), limits.resetsIn(), now);
    requestsLeft.learn(limits.remainingRequests(), limits.resetsIn(), now);
    return !wasBlocked && blockedMillis(tokens) > 0;
  }

  /**
   * The slot of a call is free again.
   *
   * @param hasBegun an attempt that failed at once says nothing of how long a call takes
   */
  void ended(Slot slot, int tokens, int used, boolean hasBegun) {
    long now = timing.now();
    running--;
    if (hasBegun) {
      serviceTime.took(now - slot.startedAt());
    }
    allowance.settle(tokens, used, now);
  }

  /** Starts whoever is next while it may. */
  void pump() {
    if (isPumping) {
      return;
    }
    isPumping = true;
    try {
      while (startsNext()) {}
    } finally {
      isPumping = false;
    }
  }

  private boolean startsNext() {
    Place<DispatchedCall> next = queue.next();
    if (next == null || running >= limit.now()) {
      return false;
    }
    DispatchedCall call = next.item();
    if (call.isLate()) {
      call.refuseIfLate();
      return true;
    }
    if (blockedMillis(call.tokens()) > 0) {
      Place<DispatchedCall> smaller = instead(call);
      if (smaller == null) {
        return false;
      }
      call.pass();
      next = smaller;
    }
    queue.take(next);
    next.item().startWhereItWaits();
    return true;
  }

  /** Of another workspace, if the one whose turn it is waits only because it is large. */
  private @Nullable Place<DispatchedCall> instead(DispatchedCall large) {
    return large.mayBePassed() && blockedMillis(0) == 0
        ? queue.next(call -> !call.isLate() && blockedMillis(call.tokens()) == 0)
        : null;
  }

  List<DispatchedCall> waiting() {
    return queue.items();
  }
}
