package dev.groundwire.llm.dispatch;

/** Where a call is; what {@link #leave} undoes. */
sealed interface CallState {
  void leave();

  record Placing() implements CallState {
    @Override
    public void leave() {}
  }

  /**
   * In a queue.
   *
   * @param since on the room's time
   */
  record Waiting(Target target, Place<DispatchedCall> place, long since) implements CallState {
    @Override
    public void leave() {
      target.lane().queue().remove(place);
    }
  }

  /** Before a repetition, or before its refusal is told. */
  record Pausing(Timing.Alarm alarm) implements CallState {
    @Override
    public void leave() {
      alarm.cancel();
    }
  }

  record Running(AttemptUnderWay attempt) implements CallState {
    @Override
    public void leave() {
      attempt.cancel();
    }
  }

  record Over() implements CallState {
    @Override
    public void leave() {}
  }
}
