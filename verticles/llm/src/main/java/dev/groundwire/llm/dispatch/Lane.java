package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.Priority;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.budget.Allowance;
import dev.groundwire.llm.budget.Budgets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One provider's bulkhead: its slots, its queue and what we allow ourselves there. Nothing of it is
 * shared with another provider, so one that is stuck takes no slot of another.
 */
final class Lane {
  private final ProviderConfig provider;
  private final DispatchConfig config;
  private final Timing timing;
  private final AdaptiveLimit limit;
  private final FairQueue<DispatchedCall> queue;
  private final Allowance allowance;
  private final RetryBudget retries;
  private final ServiceTime serviceTime = new ServiceTime();
  private final LaneMeters meters;
  private int running;
  private boolean isPumping;

  Lane(
      ProviderConfig provider,
      DispatchConfig config,
      Timing timing,
      LaneMeters meters,
      Budgets budgets) {
    this.meters = meters;
    this.provider = provider;
    this.config = config;
    this.timing = timing;
    this.limit =
        new AdaptiveLimit(
            config.initialLimit(), provider.mostAtOnce(), config.slowCall().toMillis());
    this.queue = new FairQueue<>(config.backgroundTurn(), config::weightOf);
    this.allowance =
        budgets.of(provider.name(), provider.tokensPerMinute(), timing::now, this::pump);
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

  LaneMeters meters() {
    return meters;
  }

  void measure() {
    long now = timing.now();
    allowance.refresh(now);
    long oldest = waiting().stream().mapToLong(DispatchedCall::waitingSince).min().orElse(now);
    meters.set(limit.now(), running, queue.size(), now - oldest);
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

  long now() {
    return timing.now();
  }

  /** Whether a call could start without passing anybody. */
  boolean isFree() {
    return queue.size() == 0 && running < limit.now();
  }

  /** How long until our own allowance has so many. */
  long allowanceMillis(int tokens) {
    return allowance.waitMillis(tokens, timing.now());
  }

  /** Whether our own allowance has so many here and now. */
  boolean isAllowed(int tokens) {
    return allowance.isAtHand(tokens, timing.now());
  }

  /** Of whoever is next; 0 when nobody is. */
  int tokensOfNext() {
    Place<DispatchedCall> next = queue.next();
    return next == null ? 0 : next.item().tokens();
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
   * @param reserved of our own allowance
   */
  record Slot(long startedAt, int running, long reserved) {}

  /** A call takes a slot. */
  Slot started(int tokens) {
    long now = timing.now();
    running++;
    return new Slot(now, running, allowance.reserve(tokens, now));
  }

  /**
   * The slot of a call is free again.
   *
   * @param hasBegun an attempt that failed at once says nothing of how long a call takes
   */
  void ended(Slot slot, int used, boolean hasBegun) {
    long now = timing.now();
    running--;
    if (hasBegun) {
      serviceTime.took(now - slot.startedAt());
    }
    allowance.settle(slot.reserved(), used, now);
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
    if (!mayStart(call)) {
      allowance.fetch(call.tokens(), timing.now());
      Place<DispatchedCall> other = instead(call);
      if (other == null) {
        return false;
      }
      if (!takesNothingFrom(call, other.item())) {
        call.pass();
      }
      next = other;
    }
    queue.take(next);
    next.item().startWhereItWaits();
    return true;
  }

  private boolean mayStart(DispatchedCall call) {
    return call.blockedMillis() == 0 && isAllowed(call.tokens());
  }

  /** Of another workspace, if the one whose turn it is waits for its model, or is large. */
  private @Nullable Place<DispatchedCall> instead(DispatchedCall blocked) {
    return queue.next(call ->
        !call.isLate()
            && mayStart(call)
            && (blocked.mayBePassed() || takesNothingFrom(blocked, call)));
  }

  /** It is for another model, and our allowance is not what that one waits for. */
  private boolean takesNothingFrom(DispatchedCall blocked, DispatchedCall other) {
    return blocked.target() != other.target() && isAllowed(blocked.tokens());
  }

  /** Nothing starts here any more. */
  void close() {
    allowance.close(timing.now());
  }

  List<DispatchedCall> waiting() {
    return queue.items();
  }
}
