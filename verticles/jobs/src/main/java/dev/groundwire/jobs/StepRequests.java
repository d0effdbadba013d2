package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Asks rooms for steps. */
final class StepRequests {
  /** So that the bus, which says more of what it waits for, is the first to give up. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Bus bus;
  private final Duration timeout;

  StepRequests(Bus bus, Duration timeout) {
    this.bus = bus;
    this.timeout = timeout;
  }

  /** Awaits the answer, but not for ever: a room that hangs must not keep the job. */
  StepDone ask(RequestAddress<RunStep, StepDone> room, RunStep step) {
    try {
      return Deadline.await(bus.request(room, step, timeout), timeout.plus(GRACE));
    } catch (TimeoutException late) {
      BusFailure silent =
          new BusFailure(
              FailureCode.TIMEOUT,
              room.name() + " has not answered within jobs.step_timeout, " + timeout + ".");
      silent.addSuppressed(late);
      throw silent;
    }
  }
}
