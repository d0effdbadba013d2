package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.platform.telemetry.Trail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One client's call from its submission to its end, in one state at a time. */
final class DispatchedCall implements Ticket {
  /** Smaller ones before a large one: then the large one has its turn, for nobody to starve. */
  private static final int MOST_PASSED = 32;

  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

  private final Call call;
  private final Job job;
  private final List<List<Target>> tiers;
  private final Floor floor;
  private final int tokens;
  private final long startBy;
  private final Trail trail = Trail.current();

  /** Attempts at each target; more than are allowed where it is given up. */
  private final Map<Target, Integer> tried = new HashMap<>(2);

  private CallState state = new CallState.Placing();
  private boolean isSubmitted;
  private boolean isTroubled;
  private int positionTold = Integer.MAX_VALUE;
  private int passed;
  private long budgetEnd = Long.MAX_VALUE;
  private Timing.Alarm budget = Timing.Alarm.NONE;
  private @Nullable AttemptFailure lastFailure;

  DispatchedCall(Call call, Job job, List<List<Target>> tiers, Floor floor) {
    this.call = call;
    this.job = job;
    this.tiers = tiers;
    this.floor = floor;
    this.tokens = Math.max(0, job.estimatedTokens());
    this.startBy = floor.timing().at(clamped(call.startBy()));
  }

  private static Instant clamped(Instant at) {
    Instant earliest = at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at;
    return earliest.isAfter(LATEST) ? LATEST : earliest;
  }

  List<List<Target>> tiers() {
    return tiers;
  }

  UUID workspace() {
    return call.tenant().workspaceId();
  }

  Priority priority() {
    return call.priority();
  }

  int tokens() {
    return tokens;
  }

  Job job() {
    return job;
  }

  /** Whose request it is. */
  Trail trail() {
    return trail;
  }

  /** It has been started before, and waits only to be repeated. */
  boolean hadItsTurn() {
    return budgetEnd != Long.MAX_VALUE;
  }

  long deadline() {
    return hadItsTurn() ? Math.max(startBy, budgetEnd) : startBy;
  }

  boolean isLate() {
    return floor.timing().now() > deadline();
  }

  boolean isOver() {
    return state instanceof CallState.Over;
  }

  /** Whether another attempt there is left. */
  boolean mayAsk(Target target) {
    return attemptsAt(target) < floor.config().attempts();
  }

  boolean mayBePassed() {
    return passed < MOST_PASSED;
  }

  void pass() {
    passed++;
  }

  boolean waitsFor(Target target) {
    return target() == target;
  }

  /** Whom it waits for; absent when it waits for nobody. */
  @Nullable Target target() {
    return state instanceof CallState.Waiting waiting ? waiting.target() : null;
  }

  /** Since when it waits where it does; now, when it waits for nobody. */
  long waitingSince() {
    return state instanceof CallState.Waiting waiting ? waiting.since() : floor.timing().now();
  }

  /** How long it would not start where it waits, however many slots are free. */
  long blockedMillis() {
    Target target = target();
    return target == null ? 0 : target.blockedMillis(tokens);
  }

  /** After the submission nothing is told within the caller's own call. */
  void submit() {
    place();
    isSubmitted = true;
  }

  /** Starts, waits, or is refused. */
  void place() {
    state = new CallState.Placing();
    switch (floor.placement().decide(this)) {
      case Placement.Start(Target target) -> start(target);
      case Placement.Wait(Target target) -> waitAt(target);
      case Placement.Refuse(BusFailure why) -> refuse(why);
    }
  }

  /** Leaves the queue of a provider that is blocked, if another one takes it. */
  void moveIfPossible() {
    if (state instanceof CallState.Waiting waiting
        && waiting.target().blockedMillis(tokens) > 0
        && floor.placement().decideUnblocked(this) != null) {
      move();
    }
  }

  /** Leaves its queue for another one. */
  void move() {
    isTroubled = true;
    state.leave();
    place();
  }

  void startWhereItWaits() {
    if (state instanceof CallState.Waiting waiting) {
      state = new CallState.Placing();
      // Another call's end may have made room: what is done now is not for that one's request.
      trail.within(() -> start(waiting.target()));
    }
  }

  /** It has waited for too long. */
  void refuseIfLate() {
    if (state instanceof CallState.Waiting && isLate()) {
      state.leave();
      refuse(
          new BusFailure(
              FailureCode.OVERLOADED,
              "The question could not be answered in time; ask again in a while.",
              Duration.ofSeconds(1)));
    }
  }

  void tellPosition(int position) {
    if (state instanceof CallState.Waiting && position < positionTold) {
      positionTold = position;
      job.queued(position);
    }
  }

  private void start(Target target) {
    if (!target.breaker().mayTry()) {
      move();
      return;
    }
    int before = attemptsAt(target);
    RetryBudget retries = target.lane().retries();
    if (before == 0) {
      retries.called(floor.timing().now());
    } else if (!retries.take(floor.timing().now())) {
      giveUp(target);
      place();
      return;
    }
    Breaker.Permit permit = Objects.requireNonNull(target.breaker().tryAcquire(), "may try");
    tried.put(target, before + 1);
    floor.count(
        target, before > 0, isTroubled && target.lane() != tiers.getFirst().getFirst().lane());
    if (!hadItsTurn()) {
      Duration most = floor.config().totalBudget();
      budgetEnd = floor.timing().now() + most.toMillis();
      budget = floor.timing().in(most.toMillis(), this::outOfBudget);
    }
    AttemptUnderWay attempt = new AttemptUnderWay(this, target, permit, floor);
    state = new CallState.Running(attempt);
    attempt.start();
  }

  private void waitAt(Target target) {
    Place<DispatchedCall> place =
        target.lane().queue().add(this, workspace(), priority(), hadItsTurn());
    state = new CallState.Waiting(target, place, floor.timing().now());
    floor.waits();
    // Those before it may wait for another model.
    target.lane().pump();
  }

  /** The first text is there: what fails from here on is final. */
  void began(Target target, Runnable giveUp) {
    budget.cancel();
    budget =
        floor
            .timing()
            .in(
                target.provider().answerTimeout().toMillis() + Floor.ANSWER_GRACE.toMillis(),
                giveUp);
    job.began(target.provider().name(), target.upstream());
  }

  void ended(CallEnded how) {
    over();
    job.ended(how);
  }

  void failed(BusFailure why) {
    over();
    job.failed(why);
  }

  /** An attempt failed before its first token; its slot is free again. */
  void attemptFailed(Target target, AttemptFailure why) {
    state = new CallState.Placing();
    isTroubled = true;
    boolean isOnlyNotHere = why.kind() == AttemptFailure.Kind.NOT_HERE;
    lastFailure = isOnlyNotHere && lastFailure != null ? lastFailure : why;
    long now = floor.timing().now();
    if (why.kind() == AttemptFailure.Kind.REQUEST_REFUSED || now >= budgetEnd) {
      failed(why.toBusFailure());
      return;
    }
    if (isOnlyNotHere
        || why.kind() == AttemptFailure.Kind.PROVIDER_REFUSES
        || (why.kind() == AttemptFailure.Kind.PROVIDER_SLOW && isServedBesides(target))
        || !mayAsk(target)
        || !target.lane().retries().allows(now)) {
      giveUp(target);
    } else if (target.blockedMillis(tokens) == 0 && target.breaker().mayTry()) {
      long delay = floor.pause(attemptsAt(target));
      if (now + delay < budgetEnd) {
        state = new CallState.Pausing(floor.timing().in(delay, () -> repeat(target)));
        return;
      }
      giveUp(target);
    }
    place();
  }

  private boolean isServedBesides(Target slow) {
    return tiers.stream()
        .flatMap(List::stream)
        .anyMatch(other -> other != slow && mayAsk(other) && other.breaker().mayTry());
  }

  private void repeat(Target target) {
    state = new CallState.Placing();
    if (!target.breaker().mayTry() || target.blockedMillis(tokens) > 0) {
      place();
    } else if (target.isFree(tokens)) {
      start(target);
    } else {
      waitAt(target);
    }
  }

  private void outOfBudget() {
    state.leave();
    AttemptFailure last = lastFailure;
    failed(
        last == null || last.kind() == AttemptFailure.Kind.NOT_HERE
            ? new BusFailure(
                FailureCode.TIMEOUT, "The model did not answer in time; ask again in a while.")
            : last.toBusFailure());
  }

  private void refuse(@Nullable BusFailure why) {
    BusFailure refusal = explained(why);
    if (lastFailure == null) {
      floor.refused(this, refusal);
    }
    if (isSubmitted) {
      failed(refusal);
    } else {
      state = new CallState.Pausing(Timing.Alarm.NONE);
      floor
          .timing()
          .soon(() -> {
            if (!isOver()) {
              failed(refusal);
            }
          });
    }
  }

  /**
   * What went wrong with it says more than that nobody is left to ask; but what one provider cannot
   * do another one may, later.
   */
  private BusFailure explained(@Nullable BusFailure why) {
    AttemptFailure last = lastFailure;
    if (last != null && (why == null || last.kind() != AttemptFailure.Kind.NOT_HERE)) {
      Duration asked = last.retryAfter().orElse(null);
      Duration next = why == null ? null : why.retryAfter().orElse(null);
      return new BusFailure(last.code(), last.message(), asked == null ? next : asked);
    }
    return why == null
        ? new BusFailure(FailureCode.UNAVAILABLE, "No model provider is left; ask again later.")
        : why;
  }

  @Override
  public void cancel() {
    if (!isOver()) {
      CallState leaving = state;
      over();
      leaving.leave();
    }
  }

  /** Ends it from within the room. */
  void stop(BusFailure why) {
    if (!isOver()) {
      cancel();
      job.failed(why);
    }
  }

  private void over() {
    state = new CallState.Over();
    budget.cancel();
    floor.over(this);
  }

  private int attemptsAt(Target target) {
    return tried.getOrDefault(target, 0);
  }

  private void giveUp(Target target) {
    tried.put(target, floor.config().attempts());
  }
}
