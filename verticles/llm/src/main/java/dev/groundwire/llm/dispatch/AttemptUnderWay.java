package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt with what it holds: a slot, a permit of the breaker, reserved tokens. All of it is
 * freed once, whichever way it ends; what it says afterwards is not heard.
 */
final class AttemptUnderWay implements AttemptListener {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptUnderWay.class);

  private final DispatchedCall call;
  private final Target target;
  private final Breaker.Permit permit;
  private final Floor floor;
  private final Lane.Slot slot;

  /** Tokens, of those that the provider says are left. */
  private final long counted;

  private final AttemptReport report;

  private Attempt attempt = NOT_MADE;
  private boolean isAnswered;
  private boolean hasBegun;
  private boolean isOver;

  private static final Attempt NOT_MADE =
      new Attempt() {
        @Override
        public void start(AttemptListener listener) {}

        @Override
        public void cancel() {}
      };

  AttemptUnderWay(DispatchedCall call, Target target, Breaker.Permit permit, Floor floor) {
    this.call = call;
    this.target = target;
    this.permit = permit;
    this.floor = floor;
    this.slot = target.lane().started(call.tokens());
    this.counted = target.limits().started(call.tokens());
    this.report = new AttemptReport(target, call.job());
  }

  /** Within its call's request, whoever made room for it. */
  void start() {
    call.trail().within(() -> report.begin(call.trail()).within(this::ask));
  }

  private void ask() {
    try {
      attempt = call.job().attemptAt(target.provider(), target.upstream());
      attempt.start(this);
    } catch (RuntimeException broken) {
      LOG.atError()
          .setCause(broken)
          .addKeyValue("provider", target.provider().name())
          .log("attempt could not be started");
      if (!isOver) {
        permit.giveBack();
        free(0);
        report.failed(FailureCode.INTERNAL, false);
        try {
          attempt.cancel();
        } finally {
          call.failed(new BusFailure(FailureCode.INTERNAL, "The model could not be asked."));
          target.lane().pump();
        }
      }
    }
  }

  /** Upstream at once. */
  void cancel() {
    if (isOver) {
      return;
    }
    long now = floor.timing().now();
    long waited = now - slot.startedAt();
    if (!hasBegun && waited > floor.config().slowCall().toMillis()) {
      permit.failed("no first token within " + waited + " ms");
      target.lane().limit().dropped(slot.startedAt(), now, slot.running());
    } else {
      permit.giveBack();
    }
    TokenUsage used = usedSoFar();
    free(sum(used));
    report.cancelled(used);
    try {
      attempt.cancel();
    } finally {
      target.lane().pump();
    }
  }

  @Override
  public void limits(ProviderLimits limits) {
    if (!isOver) {
      answered();
      if (target.learn(limits)) {
        floor.blocked(target.lane());
      }
    }
  }

  @Override
  public void began() {
    if (isOver || hasBegun) {
      return;
    }
    hasBegun = true;
    answered();
    long now = floor.timing().now();
    long waited = now - slot.startedAt();
    report.firstToken(waited);
    target.lane().limit().firstToken(slot.startedAt(), now, slot.running());
    if (waited > floor.config().slowCall().toMillis()) {
      permit.failed("first token after " + waited + " ms");
    } else {
      permit.succeeded();
    }
    call.began(target, this::giveUp);
    // The limit may have grown.
    target.lane().pump();
  }

  @Override
  public void ended(CallEnded how) {
    if (isOver) {
      return;
    }
    if (!hasBegun) {
      began();
    }
    // Whoever is told that it began may cancel it.
    if (!isOver) {
      free(sum(how.usage()));
      target.lane().pump();
      try {
        call.ended(how);
      } finally {
        report.ended(how, attempt.model());
      }
    }
  }

  @Override
  public void failed(AttemptFailure why) {
    if (isOver) {
      return;
    }
    if (hasBegun) {
      TokenUsage used = usedSoFar();
      free(sum(used));
      target.lane().pump();
      try {
        call.failed(why.toBusFailure());
      } finally {
        report.brokeOff(why.code(), used);
      }
      return;
    }
    free(0);
    report.failed(why.code(), isProvidersFault(why));
    settle(why);
    why.retryAfter()
        .filter(wait -> isAboutTheProvider(why))
        .ifPresent(wait -> {
          if (target.limits().hold(wait, floor.timing().now())) {
            floor.held(target);
            floor.blocked(target.lane());
          }
        });
    call.attemptFailed(target, why);
    target.lane().pump();
  }

  private static boolean isAboutTheProvider(AttemptFailure why) {
    return why.kind() == AttemptFailure.Kind.PROVIDER_LIMITS
        || why.kind() == AttemptFailure.Kind.PROVIDER_FAILED
        || why.kind() == AttemptFailure.Kind.PROVIDER_SLOW;
  }

  private static boolean isProvidersFault(AttemptFailure why) {
    return isAboutTheProvider(why) || why.kind() == AttemptFailure.Kind.PROVIDER_REFUSES;
  }

  private void settle(AttemptFailure why) {
    long now = floor.timing().now();
    switch (why.kind()) {
      case PROVIDER_FAILED, PROVIDER_SLOW -> {
        target.lane().limit().dropped(slot.startedAt(), now, slot.running());
        permit.failed(why.message());
      }
      case PROVIDER_LIMITS -> {
        target.lane().limit().dropped(slot.startedAt(), now, slot.running());
        permit.giveBack();
      }
      case PROVIDER_REFUSES -> permit.failed(why.message());
      case NOT_HERE, REQUEST_REFUSED -> permit.giveBack();
    }
  }

  /** Adapters end their calls themselves; this is for one that does not. */
  private void giveUp() {
    if (!isOver) {
      LOG.atWarn()
          .addKeyValue("provider", target.provider().name())
          .log("attempt neither ended nor failed in time");
      report.brokeOff(FailureCode.TIMEOUT, usedSoFar());
      cancel();
      call.failed(
          new BusFailure(FailureCode.TIMEOUT, "The answer took too long; ask for a shorter one."));
    }
  }

  private TokenUsage usedSoFar() {
    return attempt.usage().orElseGet(call.job()::usageSoFar);
  }

  private static int sum(TokenUsage usage) {
    return (int)
        Math.min(Integer.MAX_VALUE, (long) usage.promptTokens() + usage.completionTokens());
  }

  private void answered() {
    if (!isAnswered) {
      isAnswered = true;
      target.limits().answered(counted);
    }
  }

  private void free(int used) {
    isOver = true;
    answered();
    target.lane().ended(slot, used, hasBegun);
  }
}
