package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;

/** A call that no provider was looked for. */
final class RefusedCall implements Ticket {
  private final Job job;
  private final BusFailure why;
  private boolean isCancelled;

  RefusedCall(Job job, BusFailure why) {
    this.job = job;
    this.why = why;
  }

  void tell() {
    if (!isCancelled) {
      job.failed(why);
    }
  }

  @Override
  public void cancel() {
    isCancelled = true;
  }
}
