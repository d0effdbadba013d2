package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes: it starts or waits in the first tier that takes it; providers that are
 * blocked, because they ask to be left alone or their tokens are used up, are passed over while
 * another one takes it; and what nobody can start in time is refused.
 */
final class Placement {
  private static final long SOONEST_RETRY = Duration.ofSeconds(1).toMillis();

  private final Timing timing;

  Placement(Timing timing) {
    this.timing = timing;
  }

  sealed interface Decision {}

  record Start(Target target) implements Decision {}

  record Wait(Target target) implements Decision {}

  /** Absent failure: nobody is left to ask. */
  record Refuse(@Nullable BusFailure why) implements Decision {}

  Decision decide(DispatchedCall call) {
    Decision unblocked = decideUnblocked(call);
    if (unblocked != null) {
      return unblocked;
    }
    Prospect best = null;
    Prospect soonest = null;
    for (List<Target> tier : call.tiers()) {
      for (Target target : tier) {
        if (call.mayAsk(target)) {
          Prospect prospect = prospect(call, target);
          best = prospect.isOpen() ? sooner(best, prospect) : best;
          soonest = prospect.isOpen() ? soonest : sooner(soonest, prospect);
        }
      }
    }
    if (best != null) {
      return new Wait(best.target);
    }
    return new Refuse(soonest == null ? null : soonest.failure());
  }

  /** Passing over those that are blocked; null when nobody else takes it. */
  @Nullable Decision decideUnblocked(DispatchedCall call) {
    for (List<Target> tier : call.tiers()) {
      Prospect best = null;
      for (Target target : tier) {
        if (!call.mayAsk(target)
            || !target.breaker().mayTry()
            || target.blockedMillis(call.tokens()) > 0) {
          continue;
        }
        if (target.isFree(call.tokens()) && !call.isLate()) {
          return new Start(target);
        }
        Prospect prospect = prospect(call, target);
        best = prospect.isOpen() ? sooner(best, prospect) : best;
      }
      if (best != null) {
        return new Wait(best.target);
      }
    }
    return null;
  }

  /**
   * What waiting there promises.
   *
   * @param millis until it would start, or until it is worth asking again
   * @param refusal absent when it may wait there
   */
  private record Prospect(
      Target target, long millis, @Nullable FailureCode refusal, String message) {
    boolean isOpen() {
      return refusal == null;
    }

    @Nullable BusFailure failure() {
      return refusal == null
          ? null
          : new BusFailure(refusal, message, Duration.ofMillis(Math.max(SOONEST_RETRY, millis)));
    }
  }

  private Prospect prospect(DispatchedCall call, Target target) {
    Lane lane = target.lane();
    if (!target.breaker().mayTry()) {
      return new Prospect(
          target,
          target.breaker().waitMillis(),
          FailureCode.UNAVAILABLE,
          "The model provider fails just now; ask again in a while.");
    }
    if (!call.hadItsTurn() && lane.isFullFor(call.workspace())) {
      return new Prospect(
          target,
          lane.waitMillis(lane.queue().sizeOf(call.workspace())),
          FailureCode.RATE_LIMITED,
          "Too many questions of this workspace wait already; ask again in a while.");
    }
    if (!call.hadItsTurn() && lane.isFull()) {
      return new Prospect(
          target,
          lane.waitMillis(lane.queue().size()),
          FailureCode.OVERLOADED,
          "Too many questions wait already; ask again in a while.");
    }
    long blocked = target.blockedMillis(call.tokens());
    long wait = blocked + lane.waitMillis(lane.queue().size() + 1);
    if (timing.now() + wait > call.deadline()) {
      // Where it would stand takes longer to find than how many there are.
      int position =
          call.hadItsTurn() ? 1 : lane.positionOfNewcomer(call.workspace(), call.priority());
      wait = blocked + lane.waitMillis(position);
    }
    long late = timing.now() + wait - call.deadline();
    if (late <= 0) {
      return new Prospect(target, wait, null, "");
    }
    return blocked > 0
        ? new Prospect(
            target,
            blocked,
            FailureCode.RATE_LIMITED,
            "The model provider limits its requests just now; ask again in a while.")
        : new Prospect(
            target,
            late,
            FailureCode.OVERLOADED,
            "The question could not be answered in time; ask again in a while.");
  }

  private static Prospect sooner(@Nullable Prospect one, Prospect other) {
    return one == null || other.millis < one.millis ? other : one;
  }
}
